import { validateAccessToken } from '#lib/auth/validate-access-token.ts';
import { authServiceEndpoint } from '#lib/http/auth-service-endpoint.ts';
import { tokenHeader } from '#lib/http/token-header.ts';

export const GET = authServiceEndpoint({
  identity: 'none',
  permission: null,
  run: async (_ctx, { request }) => validateAccessToken(tokenHeader(request)),
});
