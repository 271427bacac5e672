import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { clock } from '#lib/platform/clock.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { presentSource } from './present-source.ts';
import { markSourceDeleted } from './repo.ts';
import { requireSource } from './require-source.ts';
import { notifySourceChange } from './source-cache.ts';

/** Its address answers nobody from then on and its name is free again; events it brought keep naming it. */
export async function deleteSource(ctx: Context, id: string): Promise<void> {
  requirePermission(ctx, 'sources:write');
  await inTransaction(ctx, async (tx) => {
    const row = await requireSource(tx.db, id);
    await markSourceDeleted(tx.db, id, clock.now());
    const before = presentSource(row);
    await recordAudit(tx, { action: 'sources.delete', subjectType: 'source', subjectId: id, before });
    await notifySourceChange(tx.db, id, row.name);
  });
}
