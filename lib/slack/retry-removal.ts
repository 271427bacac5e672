import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { inTransaction, pgClientOf } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { enqueue } from '#lib/queue/enqueue.ts';
import { wakeWorkers } from '#lib/queue/wake-workers.ts';
import { findMessage } from './message-repo.ts';
import { retryRemovalRow, selectRemovals } from './removal-repo.ts';

/**
 * Tries once more to take a message away: another token may be able to what the last one was not.
 * @throws AppError `not_found`, `conflict` when there is nothing to be tried again.
 */
export async function retryRemoval(ctx: Context, messageId: string): Promise<void> {
  requirePermission(ctx, 'slack:write');
  const id = await inTransaction(ctx, async (tx) => {
    const message = await findMessage(tx.db, messageId);
    if (!message) throw new AppError('not_found', 'There is no message with this id.');
    const removal = (await selectRemovals(tx.db, [message]))(message);
    if (!removal || !(await retryRemovalRow(pgClientOf(tx.db), removal.id))) {
      throw new AppError('conflict', 'Nothing of this message is to be tried again.');
    }
    await recordAudit(tx, {
      action: 'slack.retry_removal',
      subjectType: 'slack_message',
      subjectId: messageId,
      before: { state: removal.state, reason: removal.reason },
      after: { state: 'pending' },
    });
    return removal.id;
  });
  // A job that is lost is found by the sweeper.
  await enqueue('remediate-slack', { id });
  wakeWorkers('remediate-slack');
}
