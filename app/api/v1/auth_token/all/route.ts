import { revokeUserSessions } from '#lib/auth/revoke-user-sessions.ts';
import { authServiceEndpoint } from '#lib/http/auth-service-endpoint.ts';

export const DELETE = authServiceEndpoint({
  identity: 'user',
  permission: null,
  status: 204,
  run: async (ctx) => {
    if (ctx.actor.type === 'user') await revokeUserSessions(ctx, ctx.actor.id);
  },
});
