import type { Context } from './context.ts';
import { isSelf } from './is-self.ts';
import { presentUser } from './present-user.ts';
import { requirePermission } from './require-permission.ts';
import { requireUser } from './require-user.ts';
import type { UserWithPermissions } from './schema.ts';
import { heldNames } from './user-repo.ts';

/** One user with all he may do; everybody may see himself. */
export async function getUser(ctx: Context, id: string): Promise<UserWithPermissions> {
  if (!isSelf(ctx, id)) requirePermission(ctx, 'users:read');
  const row = await requireUser(ctx.db, id);
  return { ...presentUser(row), permissions: await heldNames(ctx.db, id) };
}
