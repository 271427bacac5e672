import { inTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import type { Context } from './context.ts';
import { endSession } from './end-session.ts';
import { isSelf } from './is-self.ts';
import { requirePermission } from './require-permission.ts';
import { requireReach } from './require-reach.ts';
import { requireUser } from './require-user.ts';
import { heldNames } from './user-repo.ts';

/**
 * Ends one of a user's sessions, the others go on; everybody may do that to his own. @throws AppError
 * `not_found`.
 */
export async function revokeUserSession(ctx: Context, userId: string, sessionId: string): Promise<void> {
  if (!isSelf(ctx, userId)) requirePermission(ctx, 'users:write');
  await inTransaction(ctx, async (tx) => {
    await requireUser(tx.db, userId);
    if (!isSelf(ctx, userId)) requireReach(ctx, await heldNames(tx.db, userId));
    if (await endSession(tx, { userId, sessionId, reason: 'ended alone' })) return;
    throw new AppError('not_found', 'This user has no such session, or it is over.');
  });
}
