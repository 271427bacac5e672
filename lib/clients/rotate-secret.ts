import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { notifyChange } from '#lib/platform/change-feed.ts';
import { clock } from '#lib/platform/clock.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { oldSecretOf } from '#lib/platform/old-secret.ts';
import { makeSecretKey, sealSecretKey, tracesOf } from './client-secret.ts';
import { presentClient } from './present-client.ts';
import { requireClient } from './require-client.ts';
import { OVERLAP_SECONDS, type Overlap, type RotatedClient } from './schema.ts';
import { lockClient, replaceSecret } from './secret-repo.ts';

/**
 * Gives the client a new secret key, told in this answer alone; the one before stays good for the overlap.
 * @throws AppError `conflict` while the last rotation is still under way: at most two secrets are good.
 */
export async function rotateSecret(ctx: Context, id: string, overlap: Overlap): Promise<RotatedClient> {
  requirePermission(ctx, 'clients:write');
  const [secretId, secretKey] = [uuidv7(), makeSecretKey()];
  return inTransaction(ctx, async (tx) => {
    await lockClient(tx.db, id);
    const now = clock.now();
    const row = await requireClient(tx.db, id);
    const old = oldSecretOf(row.secrets, now);
    if (old) {
      const until = old.expiresAt.toISOString();
      throw new AppError('conflict', `The secret before is still good until ${until}: end it first.`);
    }
    await replaceSecret(
      tx.db,
      {
        id: secretId,
        clientId: id,
        sealed: sealSecretKey(secretKey, secretId),
        ...tracesOf(secretKey),
        createdAt: now,
      },
      new Date(now.getTime() + OVERLAP_SECONDS[overlap] * 1_000),
    );
    const [before, after] = [presentClient(row), presentClient(await requireClient(tx.db, id))];
    const subject = { subjectType: 'client', subjectId: id } as const;
    await recordAudit(tx, { action: 'clients.rotate', ...subject, before, after });
    await notifyChange(tx.db, 'client', id);
    return { ...after, secret_key: secretKey };
  });
}
