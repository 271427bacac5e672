import { UserRoleParams } from '#lib/auth/grants/schema.ts';
import { takeUserRole } from '#lib/auth/grants/user-grants.ts';
import { authServiceEndpoint } from '#lib/http/auth-service-endpoint.ts';

export const DELETE = authServiceEndpoint({
  identity: 'user',
  permission: 'permissions_admin',
  params: UserRoleParams,
  run: (ctx, { params }) => takeUserRole(ctx, params.id, params.role),
});
