import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { notifyChange } from '#lib/platform/change-feed.ts';
import { clock } from '#lib/platform/clock.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { markPatternDeleted, toPattern } from './repo.ts';
import { requirePattern } from './require-pattern.ts';

/** Takes a pattern out of use; what it found stays. */
export async function deletePattern(ctx: Context, id: string): Promise<void> {
  requirePermission(ctx, 'patterns:write');
  await inTransaction(ctx, async (tx) => {
    const before = toPattern(await requirePattern(tx.db, id));
    await markPatternDeleted(tx.db, id, clock.now());
    await recordAudit(tx, {
      action: 'patterns.delete',
      subjectType: 'pattern',
      subjectId: id,
      before,
    });
    await notifyChange(tx.db, 'pattern', id);
  });
}
