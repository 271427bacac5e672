import { z } from 'zod';
import { createUser } from '#lib/auth/create-user.ts';
import { listUsers } from '#lib/auth/list-users.ts';
import { registerUser } from '#lib/auth/register-user.ts';
import { Registration, UserInput, UsersQuery } from '#lib/auth/schema.ts';
import { authServiceEndpoint } from '#lib/http/auth-service-endpoint.ts';
import { PageQuery, paged } from '#lib/http/cursor.ts';
import { parseInput } from '#lib/http/parse-input.ts';

export const GET = authServiceEndpoint({
  identity: 'user',
  permission: 'users:read',
  query: UsersQuery.extend(PageQuery.shape),
  run: paged('users', listUsers),
});

/** An administrator makes a user, who gets a first password; a stranger, where that is open, makes himself one. */
export const POST = authServiceEndpoint({
  identity: 'user_or_registrant',
  permission: null,
  body: z.unknown(),
  status: 201,
  run: (ctx, { body }) =>
    ctx.actor.type === 'anonymous'
      ? registerUser(ctx, parseInput(Registration, body, 'body'))
      : createUser(ctx, parseInput(UserInput, body, 'body')),
});
