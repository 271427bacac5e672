import { log } from '#lib/platform/log.ts';
import { deleteExpiredExports } from './progress-repo.ts';

const LISTED_AFTER_MS = 7 * 86_400_000;

/** Deletes the files of expired exports; that there was one is still listed for a week. */
export async function forgetExpiredExports(now: Date): Promise<void> {
  const chunks = await deleteExpiredExports(now, new Date(now.getTime() - LISTED_AFTER_MS));
  if (chunks > 0) log.info({ chunks }, 'expired exports deleted');
}
