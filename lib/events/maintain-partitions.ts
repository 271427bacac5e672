import { uuidv7Floor } from '#lib/platform/ids.ts';
import { log } from '#lib/platform/log.ts';
import { ensurePartitions, findUnplaced, forgetOldKeys } from './repo.ts';
import { IDEMPOTENCY_WINDOW_MS } from './store-events.ts';

const DAYS_AHEAD = 7;
const KEYS_AT_ONCE = 5_000;

/** Makes the day partitions of the coming week and forgets senders' ids past their window. */
export async function maintainPartitions(now: Date): Promise<void> {
  const made = await ensurePartitions(now, DAYS_AHEAD + 1);
  await placeUnplaced();
  const forgotten = await forgetKeysBefore(uuidv7Floor(new Date(now.getTime() - IDEMPOTENCY_WINDOW_MS)));
  if (made > 0 || forgotten > 0) log.info({ made, forgotten }, 'partitions made, old keys forgotten');
}

/** A default partition with rows in it means that partitions were not made in time: said aloud, and mended. */
async function placeUnplaced(): Promise<void> {
  const unplaced = await findUnplaced();
  if (unplaced.length === 0) return;
  log.warn({ unplaced }, 'rows came on days that had no partition: their days get one now');
  for (const day of new Set(unplaced.flatMap(({ days }) => days))) {
    await ensurePartitions(new Date(`${day}T00:00:00Z`), 1);
  }
}

/** Batch by batch, each a commit of its own: senders whose ids are looked up meanwhile wait for none of them. */
async function forgetKeysBefore(belowId: string): Promise<number> {
  let forgotten = 0;
  for (let batch = KEYS_AT_ONCE; batch === KEYS_AT_ONCE; forgotten += batch) {
    batch = await forgetOldKeys(belowId, KEYS_AT_ONCE);
  }
  return forgotten;
}
