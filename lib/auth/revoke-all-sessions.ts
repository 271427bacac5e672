import { recordAudit } from '#lib/audit/record-audit.ts';
import { clock } from '#lib/platform/clock.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import type { Context } from './context.ts';
import { revokeSessions } from './session-repo.ts';

/** Signs the caller out everywhere: every browser and every token pair of his. */
export async function revokeAllSessions(ctx: Context): Promise<void> {
  const { actor } = ctx;
  if (actor.type !== 'user') throw new AppError('forbidden', 'Only a user has sessions to end.');
  await inTransaction(ctx, async (own) => {
    const ended = await revokeSessions(own.db, { userId: actor.id }, clock.now());
    const subject = { subjectType: 'user', subjectId: actor.id };
    await recordAudit(own, { action: 'users.revoke_sessions', ...subject, after: { ended } });
  });
}
