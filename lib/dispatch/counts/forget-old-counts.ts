import { deleteOldCounts } from './repo.ts';

const DAY_MS = 86_400_000;
const KEPT_MS = { minutes: 26 * 3_600_000, hours: 32 * DAY_MS };

/** Keeps as much as the longest range shows, and what a bar of it may begin before. */
export const forgetOldCounts = (now: Date): Promise<void> =>
  deleteOldCounts(new Date(now.getTime() - KEPT_MS.minutes), new Date(now.getTime() - KEPT_MS.hours));
