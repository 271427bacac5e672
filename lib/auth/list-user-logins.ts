import type { Page, PageRequest } from '#lib/platform/keyset.ts';
import type { Context } from './context.ts';
import { isSelf } from './is-self.ts';
import { pageOfLogins } from './login-repo.ts';
import { requirePermission } from './require-permission.ts';
import { requireUser } from './require-user.ts';
import type { UserLogin } from './schema.ts';

/** When and from where a user signed in, the newest first, for 400 days; everybody may see his own. */
export async function listUserLogins(
  ctx: Context,
  userId: string,
  request: PageRequest,
): Promise<Page<UserLogin>> {
  if (!isSelf(ctx, userId)) requirePermission(ctx, 'users:read');
  await requireUser(ctx.db, userId);
  const page = await pageOfLogins(ctx.db, userId, request);
  const items = page.items.map(({ id, at, kind, address, userAgent }) => ({
    ...{ uuid: id, time: at.toISOString(), kind: kind as UserLogin['kind'] },
    ...{ ip_address: address, user_agent: userAgent },
  }));
  return { ...page, items };
}
