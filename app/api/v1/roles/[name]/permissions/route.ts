import { getRole } from '#lib/auth/grants/get-role.ts';
import { addRolePermission } from '#lib/auth/grants/role-permissions.ts';
import { PermissionGrant, RoleParams } from '#lib/auth/grants/schema.ts';
import { authServiceEndpoint } from '#lib/http/auth-service-endpoint.ts';

export const GET = authServiceEndpoint({
  identity: 'user',
  permission: null,
  params: RoleParams,
  run: async (ctx, { params }) => (await getRole(ctx, params.name)).permissions,
});

export const POST = authServiceEndpoint({
  identity: 'user',
  permission: 'permissions_admin',
  params: RoleParams,
  body: PermissionGrant.omit({ expires_at: true }),
  run: (ctx, { params, body }) => addRolePermission(ctx, { role: params.name, permission: body.name }),
});
