import { revokeUserSession } from '#lib/auth/revoke-user-session.ts';
import { UserSessionParams } from '#lib/auth/schema.ts';
import { authServiceEndpoint } from '#lib/http/auth-service-endpoint.ts';

export const DELETE = authServiceEndpoint({
  identity: 'user',
  permission: null,
  params: UserSessionParams,
  status: 204,
  run: (ctx, { params }) => revokeUserSession(ctx, params.id, params.session),
});
