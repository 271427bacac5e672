import { removeRolePermission } from '#lib/auth/grants/role-permissions.ts';
import { RolePermissionParams } from '#lib/auth/grants/schema.ts';
import { authServiceEndpoint } from '#lib/http/auth-service-endpoint.ts';

export const DELETE = authServiceEndpoint({
  identity: 'user',
  permission: 'permissions_admin',
  params: RolePermissionParams,
  run: (ctx, { params }) => removeRolePermission(ctx, { role: params.name, permission: params.permission }),
});
