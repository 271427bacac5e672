import { UserPermissionParams } from '#lib/auth/grants/schema.ts';
import { takeUserPermission } from '#lib/auth/grants/user-grants.ts';
import { authServiceEndpoint } from '#lib/http/auth-service-endpoint.ts';

export const DELETE = authServiceEndpoint({
  identity: 'user',
  permission: 'permissions_admin',
  params: UserPermissionParams,
  run: (ctx, { params }) => takeUserPermission(ctx, params.id, params.permission),
});
