import type { Context } from './context.ts';
import { isSelf } from './is-self.ts';
import { type AccountMailRow, findLatestMail } from './links/repo.ts';
import { presentUser } from './present-user.ts';
import { requirePermission } from './require-permission.ts';
import { requireUser } from './require-user.ts';
import type { UserWithPermissions } from './schema.ts';
import { heldNames } from './user-repo.ts';

/** One user with all he may do; everybody may see himself. */
export async function getUser(ctx: Context, id: string): Promise<UserWithPermissions> {
  if (!isSelf(ctx, id)) requirePermission(ctx, 'users:read');
  const row = await requireUser(ctx.db, id);
  const [permissions, mail] = [await heldNames(ctx.db, id), await findLatestMail(ctx.db, id)];
  return { ...presentUser(row), permissions, last_mail: mail && presentMail(mail) };
}

const presentMail = ({
  kind,
  state,
  error,
  createdAt,
}: AccountMailRow): UserWithPermissions['last_mail'] => ({
  kind,
  state: state as 'waiting' | 'sent' | 'failed',
  error,
  at: createdAt.toISOString(),
});
