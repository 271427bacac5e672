import { RoleGrant } from '#lib/auth/grants/schema.ts';
import { giveUserRole, listUserRoles } from '#lib/auth/grants/user-grants.ts';
import { authServiceEndpoint } from '#lib/http/auth-service-endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const GET = authServiceEndpoint({
  identity: 'user',
  permission: null,
  params: IdParams,
  run: (ctx, { params }) => listUserRoles(ctx, params.id),
});

export const POST = authServiceEndpoint({
  identity: 'user',
  permission: 'permissions_admin',
  params: IdParams,
  body: RoleGrant,
  run: (ctx, { params, body }) => giveUserRole(ctx, params.id, body),
});
