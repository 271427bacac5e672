import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { notifyChange } from '#lib/platform/change-feed.ts';
import { clock } from '#lib/platform/clock.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { revokeSession } from './session-repo.ts';

/**
 * Ends a session in the name of whoever acts; of one that is over already, nothing is noted. Joins the
 * caller's transaction.
 */
export async function endSession(ctx: Context, id: string, reason: string): Promise<void> {
  await inTransaction(ctx, async (own) => {
    if (!(await revokeSession(own.db, id, clock.now()))) return;
    const subject = { subjectType: 'client_session', subjectId: id } as const;
    await recordAudit(own, { action: 'client_sessions.revoke', ...subject, after: { reason } });
    await notifyChange(own.db, 'client_session', id);
  });
}
