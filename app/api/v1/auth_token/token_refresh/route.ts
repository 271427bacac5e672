import { refreshTokenPair } from '#lib/auth/refresh-token-pair.ts';
import { authServiceEndpoint } from '#lib/http/auth-service-endpoint.ts';
import { tokenHeader } from '#lib/http/token-header.ts';

export const POST = authServiceEndpoint({
  identity: 'none',
  permission: null,
  run: async (ctx, { request }) => refreshTokenPair(ctx, tokenHeader(request)),
});
