import { createRole } from '#lib/auth/grants/create-role.ts';
import { listRoles } from '#lib/auth/grants/list-roles.ts';
import { NewRole } from '#lib/auth/grants/schema.ts';
import { authServiceEndpoint } from '#lib/http/auth-service-endpoint.ts';

export const GET = authServiceEndpoint({
  identity: 'user',
  permission: null,
  run: (ctx) => listRoles(ctx),
});

export const POST = authServiceEndpoint({
  identity: 'user',
  permission: 'permissions_admin',
  body: NewRole,
  status: 201,
  run: (ctx, { body }) => createRole(ctx, body),
});
