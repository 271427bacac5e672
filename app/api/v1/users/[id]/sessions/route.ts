import { listUserSessions } from '#lib/auth/list-user-sessions.ts';
import { revokeUserSessions } from '#lib/auth/revoke-user-sessions.ts';
import { authServiceEndpoint } from '#lib/http/auth-service-endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const GET = authServiceEndpoint({
  identity: 'user',
  permission: null,
  params: IdParams,
  run: (ctx, { params }) => listUserSessions(ctx, params.id),
});

export const DELETE = authServiceEndpoint({
  identity: 'user',
  permission: null,
  params: IdParams,
  status: 204,
  run: (ctx, { params }) => revokeUserSessions(ctx, params.id),
});
