import { deleteRole } from '#lib/auth/grants/delete-role.ts';
import { getRole } from '#lib/auth/grants/get-role.ts';
import { RoleChange, RoleParams } from '#lib/auth/grants/schema.ts';
import { updateRole } from '#lib/auth/grants/update-role.ts';
import { authServiceEndpoint } from '#lib/http/auth-service-endpoint.ts';

export const GET = authServiceEndpoint({
  identity: 'user',
  permission: null,
  params: RoleParams,
  run: (ctx, { params }) => getRole(ctx, params.name),
});

export const PATCH = authServiceEndpoint({
  identity: 'user',
  permission: 'permissions_admin',
  params: RoleParams,
  body: RoleChange,
  run: (ctx, { params, body }) => updateRole(ctx, params.name, body),
});

export const DELETE = authServiceEndpoint({
  identity: 'user',
  permission: 'permissions_admin',
  params: RoleParams,
  status: 204,
  run: (ctx, { params }) => deleteRole(ctx, params.name),
});
