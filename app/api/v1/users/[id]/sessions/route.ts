import { listUserSessions } from '#lib/auth/list-user-sessions.ts';
import { revokeUserSessions } from '#lib/auth/revoke-user-sessions.ts';
import { UserParams } from '#lib/auth/schema.ts';
import { authServiceEndpoint } from '#lib/http/auth-service-endpoint.ts';

export const GET = authServiceEndpoint({
  identity: 'user',
  permission: null,
  params: UserParams,
  run: (ctx, { params }) => listUserSessions(ctx, params.id),
});

export const DELETE = authServiceEndpoint({
  identity: 'user',
  permission: null,
  params: UserParams,
  status: 204,
  run: (ctx, { params }) => revokeUserSessions(ctx, params.id),
});
