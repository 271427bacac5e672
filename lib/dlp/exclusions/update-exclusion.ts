import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { notifyChange } from '#lib/platform/change-feed.ts';
import { clock } from '#lib/platform/clock.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { setExclusionEnd, toExclusion } from './repo.ts';
import { requireExclusion } from './require-exclusion.ts';
import type { Exclusion, ExclusionChange } from './schema.ts';

/** Lets an exclusion end at another time, or never. @throws AppError `not_found`. */
export async function updateExclusion(ctx: Context, id: string, change: ExclusionChange): Promise<Exclusion> {
  requirePermission(ctx, 'exclusions:write');
  return inTransaction(ctx, async (tx) => {
    const before = toExclusion(await requireExclusion(tx.db, id), clock.now());
    await setExclusionEnd(tx.db, id, change.expires_at);
    const after = toExclusion(await requireExclusion(tx.db, id), clock.now());
    const subject = { subjectType: 'exclusion', subjectId: id } as const;
    await recordAudit(tx, { action: 'exclusions.update', ...subject, before, after });
    await notifyChange(tx.db, 'exclusion', id);
    return after;
  });
}
