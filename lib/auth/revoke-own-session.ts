import { recordAudit } from '#lib/audit/record-audit.ts';
import { clock } from '#lib/platform/clock.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import type { Context } from './context.ts';
import { revokeSessions } from './session-repo.ts';

/** Signs the caller out: his session ends on the server, so neither its cookie nor its tokens count any more. */
export async function revokeOwnSession(ctx: Context): Promise<void> {
  const { actor } = ctx;
  if (actor.type !== 'user') throw new AppError('forbidden', 'Only a user has a session to end.');
  await inTransaction(ctx, async (own) => {
    await revokeSessions(own.db, { userId: actor.id, id: actor.sessionId }, clock.now());
    const subject = { subjectType: 'session', subjectId: actor.sessionId } as const;
    await recordAudit(own, { action: 'sessions.revoke', ...subject, after: { reason: 'signed out' } });
  });
}
