import { createHash } from 'node:crypto';
import { inPgTransaction } from '#lib/platform/db.ts';
import { findLastSeal, insertSeals, lockSealing, selectUnsealed } from './seal-repo.ts';

const AT_ONCE = 1_000;
/** What the first entry follows. */
export const BEGINNING = Buffer.alloc(32);

/** The link of an entry: SHA-256 of the link before it and of all that the entry says. */
export const digestOf = (before: Buffer, text: string): Buffer =>
  createHash('sha256').update(before).update(text, 'utf8').digest();

async function sealSome(): Promise<number> {
  return inPgTransaction(async (client) => {
    await lockSealing(client);
    const last = await findLastSeal(client);
    const entries = await selectUnsealed(client, AT_ONCE);
    let { seq, digest } = last ?? { seq: 0, digest: BEGINNING };
    const seals = entries.map(({ id, text }) => {
      seq += 1;
      digest = digestOf(digest, text);
      return { seq, entryId: id, digest };
    });
    if (seals.length > 0) await insertSeals(client, seals);
    return seals.length;
  });
}

/** Takes entries that have no link yet into the chain; answers how many. */
export async function sealEntries(): Promise<number> {
  let sealed = 0;
  for (let some = AT_ONCE; some === AT_ONCE; ) {
    some = await sealSome();
    sealed += some;
  }
  return sealed;
}
