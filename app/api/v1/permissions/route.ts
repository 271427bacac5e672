import { createPermission } from '#lib/auth/grants/create-permission.ts';
import { listPermissions } from '#lib/auth/grants/list-permissions.ts';
import { NewPermission } from '#lib/auth/grants/schema.ts';
import { authServiceEndpoint } from '#lib/http/auth-service-endpoint.ts';

export const GET = authServiceEndpoint({
  identity: 'user',
  permission: 'permissions_admin',
  run: (ctx) => listPermissions(ctx),
});

export const POST = authServiceEndpoint({
  identity: 'user',
  permission: 'permissions_admin',
  body: NewPermission,
  status: 201,
  run: (ctx, { body }) => createPermission(ctx, body),
});
