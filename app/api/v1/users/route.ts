import { createUser } from '#lib/auth/create-user.ts';
import { listUsers } from '#lib/auth/list-users.ts';
import { UserInput, UsersQuery } from '#lib/auth/schema.ts';
import { authServiceEndpoint } from '#lib/http/auth-service-endpoint.ts';
import { PageQuery, paged } from '#lib/http/cursor.ts';

export const GET = authServiceEndpoint({
  identity: 'user',
  permission: 'users:read',
  query: UsersQuery.extend(PageQuery.shape),
  run: paged('users', listUsers),
});

export const POST = authServiceEndpoint({
  identity: 'user',
  permission: 'users:write',
  body: UserInput,
  status: 201,
  run: (ctx, { body }) => createUser(ctx, body),
});
