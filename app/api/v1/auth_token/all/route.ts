import { revokeAllSessions } from '#lib/auth/revoke-all-sessions.ts';
import { authServiceEndpoint } from '#lib/http/auth-service-endpoint.ts';

export const DELETE = authServiceEndpoint({
  identity: 'user',
  permission: null,
  status: 204,
  run: revokeAllSessions,
});
