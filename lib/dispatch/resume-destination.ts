import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { notifyChange } from '#lib/platform/change-feed.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { closeBreaker, lockBreakers } from './breaker-repo.ts';
import { presentDestination } from './present-destination.ts';
import { lockDestination, saveDestinationState } from './repo.ts';
import { requireDestination } from './require-destination.ts';
import type { Destination } from './schema.ts';

/**
 * Sends again at once, whether it was paused or is not called because it failed. One that is called anyway stays as
 * it is.
 * @throws AppError `not_found`, `conflict` when it is disabled.
 */
export async function resumeDestination(ctx: Context, id: string): Promise<Destination> {
  requirePermission(ctx, 'destinations:write');
  return inTransaction(ctx, async (tx) => {
    await lockDestination(tx.db, id);
    const row = await requireDestination(tx.db, id);
    if (!row.enabled) throw new AppError('conflict', 'The destination is disabled: enable it instead.');
    const before = presentDestination(row);
    const [stored] = await lockBreakers(tx.db, [id]);
    const breaker = stored?.breaker.state ?? 'closed';
    if (row.pausedAt === null && breaker === 'closed') return before;
    await closeBreaker(tx.db, id);
    const { enabled, disabledAt, disabledReason } = row;
    const state = { enabled, disabledAt, disabledReason, pausedAt: null };
    const after = presentDestination(await saveDestinationState(tx.db, id, state));
    await recordAudit(tx, {
      action: 'destinations.resume',
      subjectType: 'destination',
      subjectId: id,
      before: { ...before, breaker },
      after: { ...after, breaker: 'closed' },
    });
    await notifyChange(tx.db, 'destination', id);
    return after;
  });
}
