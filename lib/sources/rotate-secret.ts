import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { OVERLAP_SECONDS } from '#lib/clients/schema.ts';
import { clock } from '#lib/platform/clock.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { oldSecretOf } from '#lib/platform/old-secret.ts';
import { presentSource } from './present-source.ts';
import { requireSource } from './require-source.ts';
import type { CreatedSource, SourceRotation, SourceScheme } from './schema.ts';
import { lockSource, replaceSecret } from './secret-repo.ts';
import { notifySourceChange } from './source-cache.ts';
import { chosenSecret, sealSourceSecret } from './source-secret.ts';

/**
 * Gives the source another secret, told in this answer alone; the one before stays good for the overlap.
 * @throws AppError `conflict` while the last rotation is under way, or where nothing is verified.
 */
export async function rotateSecret(ctx: Context, id: string, given: SourceRotation): Promise<CreatedSource> {
  requirePermission(ctx, 'sources:write');
  return inTransaction(ctx, async (tx) => {
    await lockSource(tx.db, id);
    const now = clock.now();
    const row = await requireSource(tx.db, id);
    const old = oldSecretOf(row.secrets, now);
    if (old) {
      const until = old.expiresAt.toISOString();
      throw new AppError('conflict', `The secret before is still good until ${until}: end it first.`);
    }
    const secret = chosenSecret(row.scheme as SourceScheme, given.secret);
    if (secret === null) throw new AppError('conflict', 'A source that verifies nothing has no secret.');
    const endsAt = new Date(now.getTime() + OVERLAP_SECONDS[given.overlap] * 1_000);
    await replaceSecret(tx.db, { ...sealSourceSecret(secret), sourceId: id, createdAt: now }, endsAt);
    const [before, after] = [presentSource(row), presentSource(await requireSource(tx.db, id))];
    const subject = { subjectType: 'source', subjectId: id } as const;
    await recordAudit(tx, { action: 'sources.rotate', ...subject, before, after });
    await notifySourceChange(tx.db, id, row.name);
    return { ...after, secret };
  });
}
