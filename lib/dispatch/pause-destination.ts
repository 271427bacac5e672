import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { notifyChange } from '#lib/platform/change-feed.ts';
import { clock } from '#lib/platform/clock.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { presentDestination } from './present-destination.ts';
import { lockDestination, saveDestinationState } from './repo.ts';
import { requireDestination } from './require-destination.ts';
import type { Destination } from './schema.ts';

/**
 * Sends nothing more: what is under way ends, what comes is queued. A paused one stays as it is.
 * @throws AppError `not_found`, `conflict` when it is disabled.
 */
export async function pauseDestination(ctx: Context, id: string): Promise<Destination> {
  requirePermission(ctx, 'destinations:write');
  return inTransaction(ctx, async (tx) => {
    await lockDestination(tx.db, id);
    const row = await requireDestination(tx.db, id);
    if (!row.enabled) {
      throw new AppError('conflict', 'The destination is disabled: nothing is kept for it that could wait.');
    }
    const before = presentDestination(row);
    if (row.pausedAt !== null) return before;
    const { enabled, disabledAt, disabledReason } = row;
    const state = { enabled, disabledAt, disabledReason, pausedAt: clock.now() };
    const after = presentDestination(await saveDestinationState(tx.db, id, state));
    await recordAudit(tx, {
      action: 'destinations.pause',
      subjectType: 'destination',
      subjectId: id,
      before,
      after,
    });
    await notifyChange(tx.db, 'destination', id);
    return after;
  });
}
