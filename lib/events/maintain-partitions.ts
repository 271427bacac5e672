import { uuidv7Floor } from '#lib/platform/ids.ts';
import { log } from '#lib/platform/log.ts';
import { ensurePartitions, forgetOldKeys } from './repo.ts';
import { IDEMPOTENCY_WINDOW_MS } from './store-events.ts';

const DAYS_AHEAD = 7;

/** Makes the day partitions of the coming week and forgets senders' ids past their window. */
export async function maintainPartitions(now: Date): Promise<void> {
  const made = await ensurePartitions(now, DAYS_AHEAD + 1);
  const forgotten = await forgetOldKeys(uuidv7Floor(new Date(now.getTime() - IDEMPOTENCY_WINDOW_MS)));
  if (made > 0 || forgotten > 0) log.info({ made, forgotten }, 'partitions made, old keys forgotten');
}
