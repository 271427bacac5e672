import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { deleteFileRow, toFile } from '#lib/files/repo.ts';
import { requireFile } from '#lib/files/require-file.ts';
import { deleteSubjectPlaces } from '#lib/findings/review-repo.ts';
import { inTransaction } from '#lib/platform/db.ts';

/** Forgets a file: its bytes, if they were still there, and the places that were found in it. @throws AppError `not_found`. */
export async function deleteFile(ctx: Context, id: string): Promise<void> {
  requirePermission(ctx, 'files:write');
  await inTransaction(ctx, async (tx) => {
    const before = toFile(await requireFile(tx.db, id, null));
    await deleteFileRow(tx.db, id);
    await deleteSubjectPlaces(tx.db, id);
    await recordAudit(tx, { action: 'files.delete', subjectType: 'file', subjectId: id, before });
  });
}
