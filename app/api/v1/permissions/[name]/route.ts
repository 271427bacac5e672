import { deletePermission } from '#lib/auth/grants/delete-permission.ts';
import { describePermission } from '#lib/auth/grants/describe-permission.ts';
import { PermissionChange, RoleParams } from '#lib/auth/grants/schema.ts';
import { authServiceEndpoint } from '#lib/http/auth-service-endpoint.ts';

export const PATCH = authServiceEndpoint({
  identity: 'user',
  permission: 'permissions_admin',
  params: RoleParams,
  body: PermissionChange,
  run: (ctx, { params, body }) => describePermission(ctx, params.name, body.description),
});

export const DELETE = authServiceEndpoint({
  identity: 'user',
  permission: 'permissions_admin',
  params: RoleParams,
  status: 204,
  run: (ctx, { params }) => deletePermission(ctx, params.name),
});
