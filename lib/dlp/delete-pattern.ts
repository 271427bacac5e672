import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { notifyChange } from '#lib/platform/change-feed.ts';
import { clock } from '#lib/platform/clock.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { findPatternRow, markPatternDeleted, toPattern } from './repo.ts';

/** Takes a pattern out of use; what it found stays. @throws AppError `not_found`. */
export async function deletePattern(ctx: Context, id: string): Promise<void> {
  requirePermission(ctx, 'patterns:write');
  await inTransaction(ctx, async (tx) => {
    const row = await findPatternRow(tx.db, id);
    if (!row) throw new AppError('not_found', 'There is no pattern with this id.');
    await markPatternDeleted(tx.db, id, clock.now());
    await recordAudit(tx, {
      action: 'patterns.delete',
      subjectType: 'pattern',
      subjectId: id,
      before: toPattern(row),
    });
    await notifyChange(tx.db, 'pattern', id);
  });
}
