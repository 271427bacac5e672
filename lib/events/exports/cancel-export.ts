import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { clock } from '#lib/platform/clock.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { enqueueNextExport } from './enqueue-next-export.ts';
import { markExportCancelled, toExport } from './repo.ts';
import { requireExport } from './require-export.ts';
import type { EventExport } from './schema.ts';

/** Ends an export that is under way; what it had written is deleted. @throws AppError `conflict` when it is over. */
export async function cancelExport(ctx: Context, id: string): Promise<EventExport> {
  requirePermission(ctx, 'events:export');
  const cancelled = await inTransaction(ctx, async (tx) => {
    const { state } = toExport(await requireExport(tx, id), clock.now());
    if (state === 'expired' || !(await markExportCancelled(tx.db, id, clock.now()))) {
      throw new AppError('conflict', `The export is ${state}: there is nothing to cancel.`);
    }
    await recordAudit(tx, { action: 'exports.cancel', subjectType: 'export', subjectId: id });
    return requireExport(tx, id);
  });
  await enqueueNextExport(cancelled.userId);
  return toExport(cancelled, clock.now());
}
