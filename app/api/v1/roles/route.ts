import { listRoles } from '#lib/auth/list-roles.ts';
import { authServiceEndpoint } from '#lib/http/auth-service-endpoint.ts';

export const GET = authServiceEndpoint({ identity: 'user', permission: 'users:read', run: listRoles });
