import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { OVERLAP_SECONDS } from '#lib/clients/schema.ts';
import { notifyChange } from '#lib/platform/change-feed.ts';
import { clock } from '#lib/platform/clock.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { toStored } from './check-config.ts';
import { openDestination, sealSecrets } from './open-destination.ts';
import { presentDestination } from './present-destination.ts';
import { lockDestination, saveDestination, valuesOf } from './repo.ts';
import { requireDestination } from './require-destination.ts';
import type { CreatedDestination, RotateSigningSecret } from './schema.ts';

/**
 * Gives the destination a new secret to sign with, told in this answer alone; the one before signs beside it for the
 * overlap, so that the receiver can change over in between.
 * @throws AppError `not_found`, `invalid` for a kind that signs nothing, `conflict` while too many old ones still sign.
 */
export async function rotateSigningSecret(
  ctx: Context,
  id: string,
  { overlap, signature }: RotateSigningSecret,
): Promise<CreatedDestination> {
  requirePermission(ctx, 'destinations:write');
  return inTransaction(ctx, async (tx) => {
    await lockDestination(tx.db, id);
    const row = await requireDestination(tx.db, id);
    const { contract, config: open } = openDestination(row);
    if (!contract.rotate) throw new AppError('invalid', 'A destination of this kind signs nothing.');
    const now = clock.now();
    const until = new Date(now.getTime() + OVERLAP_SECONDS[overlap] * 1_000);
    const { config: rotated, made } = contract.rotate(open, { now, until, signature });
    const { config, secrets } = toStored(contract, rotated);
    const saved = await saveDestination(tx.db, id, {
      ...valuesOf(row),
      config,
      secretsSealed: sealSecrets(id, secrets),
    });
    const [before, after] = [presentDestination(row), presentDestination(saved)];
    const subject = { subjectType: 'destination', subjectId: id } as const;
    await recordAudit(tx, { action: 'destinations.rotate', ...subject, before, after });
    await notifyChange(tx.db, 'destination', id);
    return { ...after, ...made };
  });
}
