import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { enqueueNextExport } from './enqueue-next-export.ts';
import { deleteExportRow } from './repo.ts';
import { requireExport } from './require-export.ts';

/** Deletes an export with its file; one that is under way ends. */
export async function deleteExport(ctx: Context, id: string): Promise<void> {
  requirePermission(ctx, 'events:export');
  const userId = await inTransaction(ctx, async (tx) => {
    const { userId, format, rowsWritten } = await requireExport(tx, id);
    await deleteExportRow(tx.db, id);
    const before = { format, rows_written: rowsWritten };
    await recordAudit(tx, { action: 'exports.delete', subjectType: 'export', subjectId: id, before });
    return userId;
  });
  await enqueueNextExport(userId);
}
