import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { notifyChange } from '#lib/platform/change-feed.ts';
import { clock } from '#lib/platform/clock.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { removeExclusion, toExclusion } from './repo.ts';
import { requireExclusion } from './require-exclusion.ts';

/** What it left out is caught again from now on. @throws AppError `not_found`. */
export async function deleteExclusion(ctx: Context, id: string): Promise<void> {
  requirePermission(ctx, 'exclusions:write');
  await inTransaction(ctx, async (tx) => {
    const before = toExclusion(await requireExclusion(tx.db, id), clock.now());
    await removeExclusion(tx.db, id);
    const subject = { subjectType: 'exclusion', subjectId: id } as const;
    await recordAudit(tx, { action: 'exclusions.delete', ...subject, before });
    await notifyChange(tx.db, 'exclusion', id);
  });
}
