import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { OVERLAP_SECONDS, type Overlap } from '#lib/clients/schema.ts';
import { clock } from '#lib/platform/clock.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { oldSecretOf } from '#lib/platform/old-secret.ts';
import { presentSource } from './present-source.ts';
import { requireSource } from './require-source.ts';
import type { Source } from './schema.ts';
import { changeSecretEnd, lockSource } from './secret-repo.ts';
import { notifySourceChange } from './source-cache.ts';

/**
 * Extends or cuts the time that the old secret is still good for, counted from now.
 * @throws AppError `conflict` when no rotation is under way.
 */
export async function moveSecretEnd(ctx: Context, id: string, overlap: Overlap): Promise<Source> {
  requirePermission(ctx, 'sources:write');
  return inTransaction(ctx, async (tx) => {
    await lockSource(tx.db, id);
    const now = clock.now();
    const row = await requireSource(tx.db, id);
    const old = oldSecretOf(row.secrets, now);
    if (!old) throw new AppError('conflict', 'There is no old secret that is still good.');
    await changeSecretEnd(tx.db, old.id, new Date(now.getTime() + OVERLAP_SECONDS[overlap] * 1_000));
    const [before, after] = [presentSource(row), presentSource(await requireSource(tx.db, id))];
    const subject = { subjectType: 'source', subjectId: id } as const;
    await recordAudit(tx, { action: 'sources.move_secret_end', ...subject, before, after });
    await notifySourceChange(tx.db, id, row.name);
    return after;
  });
}
