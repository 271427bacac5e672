import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { notifyChange } from '#lib/platform/change-feed.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { refuseTaken } from '#lib/platform/unique-fault.ts';
import { markPatternRestored, toPattern } from './repo.ts';
import { requirePattern } from './require-pattern.ts';
import type { Pattern } from './schema.ts';

/**
 * Brings a deleted pattern back with all its versions, switched off.
 * @throws AppError `not_found` when none with this id was deleted, `conflict` when its name was given to another since.
 */
export async function restorePattern(ctx: Context, id: string): Promise<Pattern> {
  requirePermission(ctx, 'patterns:write');
  return inTransaction(ctx, async (tx) => {
    if (!(await refuseTaken('name', () => markPatternRestored(tx.db, id)))) {
      throw new AppError('not_found', 'There is no deleted pattern with this id.');
    }
    const after = toPattern(await requirePattern(tx.db, id));
    await recordAudit(tx, { action: 'patterns.restore', subjectType: 'pattern', subjectId: id, after });
    await notifyChange(tx.db, 'pattern', id);
    return after;
  });
}
