import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { notifyChange } from '#lib/platform/change-feed.ts';
import { clock } from '#lib/platform/clock.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { presentDestination } from './present-destination.ts';
import { lockDestination, markDestinationDeleted } from './repo.ts';
import { requireDestination } from './require-destination.ts';

/** Deletes a destination and its secrets; its deliveries stay readable, what waits is discarded. */
export async function deleteDestination(ctx: Context, id: string): Promise<void> {
  requirePermission(ctx, 'destinations:write');
  await inTransaction(ctx, async (tx) => {
    await lockDestination(tx.db, id);
    const before = presentDestination(await requireDestination(tx.db, id));
    await markDestinationDeleted(tx.db, id, clock.now());
    await recordAudit(tx, {
      action: 'destinations.delete',
      subjectType: 'destination',
      subjectId: id,
      before,
    });
    await notifyChange(tx.db, 'destination', id);
  });
}
