import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { notifyChange } from '#lib/platform/change-feed.ts';
import { clock } from '#lib/platform/clock.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { presentClient } from './present-client.ts';
import { markClientDeleted } from './repo.ts';
import { requireClient } from './require-client.ts';

/** Its tokens die at once and its name is free again; events it sent keep naming it. */
export async function deleteClient(ctx: Context, id: string): Promise<void> {
  requirePermission(ctx, 'clients:write');
  await inTransaction(ctx, async (tx) => {
    const before = presentClient(await requireClient(tx.db, id));
    await markClientDeleted(tx.db, id, clock.now());
    await recordAudit(tx, { action: 'clients.delete', subjectType: 'client', subjectId: id, before });
    await notifyChange(tx.db, 'client', id);
  });
}
