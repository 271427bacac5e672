import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { notifyChange } from '#lib/platform/change-feed.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { refuseTaken } from '#lib/platform/unique-fault.ts';
import { presentClient } from './present-client.ts';
import { changeClient } from './repo.ts';
import { requireClient } from './require-client.ts';
import type { Client, ClientChange } from './schema.ts';

/** Changes what is given and leaves the rest; in force in every process within milliseconds of the commit. */
export async function updateClient(ctx: Context, id: string, change: ClientChange): Promise<Client> {
  requirePermission(ctx, 'clients:write');
  return inTransaction(ctx, async (tx) => {
    const before = presentClient(await requireClient(tx.db, id));
    const row = await refuseTaken('name', () => changeClient(tx.db, id, change));
    const after = presentClient(row);
    await recordAudit(tx, { action: 'clients.update', subjectType: 'client', subjectId: id, before, after });
    await notifyChange(tx.db, 'client', id);
    return after;
  });
}
