import { clock } from '#lib/platform/clock.ts';
import type { Page, PageRequest } from '#lib/platform/keyset.ts';
import type { Context } from './context.ts';
import { presentUser } from './present-user.ts';
import { requirePermission } from './require-permission.ts';
import type { User, UsersQuery } from './schema.ts';
import { pageOfUsers } from './user-repo.ts';

/** Users by e-mail address. */
export async function listUsers(ctx: Context, query: UsersQuery & PageRequest): Promise<Page<User>> {
  requirePermission(ctx, 'users:read');
  const page = await pageOfUsers(ctx.db, query, { ...query, now: clock.now() });
  return { ...page, items: page.items.map(presentUser) };
}
