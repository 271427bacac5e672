import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { notifyChange } from '#lib/platform/change-feed.ts';
import { clock } from '#lib/platform/clock.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { oldSecretOf } from '#lib/platform/old-secret.ts';
import { presentClient } from './present-client.ts';
import { requireClient } from './require-client.ts';
import { type Client, OVERLAP_SECONDS, type Overlap } from './schema.ts';
import { changeSecretEnd, lockClient } from './secret-repo.ts';

/**
 * Extends or cuts the time that the old secret is still good for, counted from now.
 * @throws AppError `conflict` when no rotation is under way.
 */
export async function moveSecretEnd(ctx: Context, id: string, overlap: Overlap): Promise<Client> {
  requirePermission(ctx, 'clients:write');
  return inTransaction(ctx, async (tx) => {
    await lockClient(tx.db, id);
    const now = clock.now();
    const row = await requireClient(tx.db, id);
    const old = oldSecretOf(row.secrets, now);
    if (!old) throw new AppError('conflict', 'There is no old secret that is still good.');
    await changeSecretEnd(tx.db, old.id, new Date(now.getTime() + OVERLAP_SECONDS[overlap] * 1_000));
    const [before, after] = [presentClient(row), presentClient(await requireClient(tx.db, id))];
    const subject = { subjectType: 'client', subjectId: id } as const;
    await recordAudit(tx, { action: 'clients.move_secret_end', ...subject, before, after });
    await notifyChange(tx.db, 'client', id);
    return after;
  });
}
