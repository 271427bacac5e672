import { recordAudit } from '#lib/audit/record-audit.ts';
import { clock } from '#lib/platform/clock.ts';
import type { Context } from './context.ts';
import { revokeSessions } from './session-repo.ts';

type Ending = { userId: string; sessionId: string; reason: string };

/**
 * Ends one session of a user, within the caller's transaction; false, and nothing is noted, when it was over
 * already.
 */
export async function endSession(tx: Context, { userId, sessionId, reason }: Ending): Promise<boolean> {
  const ended = await revokeSessions(tx.db, { userId, id: sessionId }, clock.now());
  if (ended === 0) return false;
  const subject = { subjectType: 'session', subjectId: sessionId } as const;
  await recordAudit(tx, { action: 'sessions.revoke', ...subject, after: { reason } });
  return true;
}
