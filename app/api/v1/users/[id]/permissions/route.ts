import { PermissionGrant } from '#lib/auth/grants/schema.ts';
import { giveUserPermission, listUserPermissions } from '#lib/auth/grants/user-grants.ts';
import { authServiceEndpoint } from '#lib/http/auth-service-endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const GET = authServiceEndpoint({
  identity: 'user',
  permission: null,
  params: IdParams,
  run: (ctx, { params }) => listUserPermissions(ctx, params.id),
});

export const POST = authServiceEndpoint({
  identity: 'user',
  permission: 'permissions_admin',
  params: IdParams,
  body: PermissionGrant,
  run: (ctx, { params, body }) => giveUserPermission(ctx, params.id, body),
});
