import { uuidv7Floor } from '#lib/platform/ids.ts';
import { LONGEST_QUIET_MS } from './quiet-time.ts';
import { deleteOldNotices } from './repo.ts';

const LISTED_DAYS = 30;

/** Takes old ones off the console's list; their events last as long as their category is kept. */
export const forgetOldNotices = (now: Date): Promise<void> =>
  deleteOldNotices(uuidv7Floor(new Date(now.getTime() - LISTED_DAYS * 86_400_000)), LONGEST_QUIET_MS);
