import { recordAudit } from '#lib/audit/record-audit.ts';
import { clock } from '#lib/platform/clock.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import type { Context } from './context.ts';
import {
  deleteRetiredKeys,
  findSigningKeys,
  insertSigningKey,
  lockSigningKeys,
  retireOthers,
} from './signing-key-repo.ts';
import { forgetSigningKeys, makeSigningKey } from './signing-keys.ts';

/** Longer than a token lives, with the minute in which other processes still sign with the key before. */
const VERIFIES_FOR_MS = 15 * 60_000;
const ROTATED_AFTER_MS = 30 * 86_400_000;

export type Rotated = { kid: string; before: string | null; until: Date };

/** A new key signs access tokens from now on; those before it verify until every token of theirs has run out. */
export async function rotateSigningKey(ctx: Context): Promise<Rotated> {
  if (ctx.actor.type !== 'system') throw new AppError('forbidden', 'Only the product itself does this.');
  const until = new Date(clock.now().getTime() + VERIFIES_FOR_MS);
  const rotated = await inTransaction(ctx, async (tx) => {
    await lockSigningKeys(tx.db);
    const [before] = await findSigningKeys(tx.db, clock.now());
    const key = makeSigningKey();
    await insertSigningKey(tx.db, key);
    await retireOthers(tx.db, key.id, until);
    await deleteRetiredKeys(tx.db, clock.now());
    await recordAudit(tx, {
      action: 'signing_keys.rotate',
      subjectType: 'signing_key',
      subjectId: key.id,
      before: before ? { kid: before.id } : null,
      after: { kid: key.id, earlier_ones_verify_until: until },
    });
    return { kid: key.id, before: before?.id ?? null, until };
  });
  forgetSigningKeys();
  return rotated;
}

/** Rotates a key that has signed for 30 days. Answers whether it did. */
export async function rotateOldSigningKey(ctx: Context): Promise<boolean> {
  const [current] = await findSigningKeys(ctx.db, clock.now());
  if (!current || clock.now().getTime() - current.createdAt.getTime() < ROTATED_AFTER_MS) return false;
  await rotateSigningKey(ctx);
  return true;
}
