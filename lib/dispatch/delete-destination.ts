import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { notifyChange } from '#lib/platform/change-feed.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { presentDestination } from './present-destination.ts';
import { lockDestination, markDeleted } from './repo.ts';
import { noSuchDestination } from './update-destination.ts';

/** Deletes a destination and its secrets; its deliveries stay readable, what waits is discarded. */
export async function deleteDestination(ctx: Context, id: string): Promise<void> {
  requirePermission(ctx, 'destinations:write');
  await inTransaction(ctx, async (tx) => {
    const row = await lockDestination(tx.db, id);
    if (row === null) throw noSuchDestination();
    await markDeleted(tx.db, id);
    const before = presentDestination(row);
    await recordAudit(tx, {
      action: 'destinations.delete',
      subjectType: 'destination',
      subjectId: id,
      before,
    });
    await notifyChange(tx.db, 'destination', id);
  });
}
