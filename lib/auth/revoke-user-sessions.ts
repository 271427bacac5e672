import { recordAudit } from '#lib/audit/record-audit.ts';
import { clock } from '#lib/platform/clock.ts';
import { inTransaction } from '#lib/platform/db.ts';
import type { Context } from './context.ts';
import { isSelf } from './is-self.ts';
import { requirePermission } from './require-permission.ts';
import { requireReach } from './require-reach.ts';
import { requireUser } from './require-user.ts';
import { revokeSessions } from './session-repo.ts';
import { heldNames } from './user-repo.ts';

/** Signs a user out everywhere, every browser and every token pair; everybody may do that to himself. */
export async function revokeUserSessions(ctx: Context, userId: string): Promise<void> {
  if (!isSelf(ctx, userId)) requirePermission(ctx, 'users:write');
  await inTransaction(ctx, async (tx) => {
    await requireUser(tx.db, userId);
    if (!isSelf(ctx, userId)) requireReach(ctx, await heldNames(tx.db, userId));
    const ended = await revokeSessions(tx.db, { userId }, clock.now());
    const subject = { subjectType: 'user', subjectId: userId } as const;
    await recordAudit(tx, { action: 'users.revoke_sessions', ...subject, after: { ended } });
  });
}
