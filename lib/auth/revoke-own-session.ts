import { inTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import type { Context } from './context.ts';
import { endSession } from './end-session.ts';

/** Signs the caller out: his session ends on the server, so neither its cookie nor its tokens count any more. */
export async function revokeOwnSession(ctx: Context): Promise<void> {
  const { actor } = ctx;
  if (actor.type !== 'user') throw new AppError('forbidden', 'Only a user has a session to end.');
  await inTransaction(ctx, async (own) => {
    await endSession(own, { userId: actor.id, sessionId: actor.sessionId, reason: 'signed out' });
  });
}
