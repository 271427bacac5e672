import { recordAudit } from '#lib/audit/record-audit.ts';
import { inTransaction } from '#lib/platform/db.ts';
import type { Context } from './context.ts';
import { isSelf } from './is-self.ts';
import { presentUser } from './present-user.ts';
import { requireAdministrator } from './require-administrator.ts';
import { requirePermission } from './require-permission.ts';
import { requireReach } from './require-reach.ts';
import { requireUser } from './require-user.ts';
import { heldNames, lockAdministrators, removeUser } from './user-repo.ts';

/**
 * Deletes a user with his sessions and grants; what he did stays in the trails under his name. Everybody may go himself.
 * @throws AppError `not_found`, `forbidden` (beyond one's own reach), `conflict` (the last administrator).
 */
export async function deleteUser(ctx: Context, id: string): Promise<void> {
  if (!isSelf(ctx, id)) requirePermission(ctx, 'users:write');
  await inTransaction(ctx, async (tx) => {
    await lockAdministrators(tx.db);
    const row = await requireUser(tx.db, id);
    if (!isSelf(ctx, id)) requireReach(ctx, await heldNames(tx.db, id));
    await removeUser(tx.db, id);
    await requireAdministrator(tx);
    const before = presentUser(row);
    await recordAudit(tx, { action: 'users.delete', subjectType: 'user', subjectId: id, before });
  });
}
