import { deleteCleanMessages, forgetTexts } from './message-repo.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** What was written without a leak is kept for as long as it may be the first half of one; a leak for as long as it can be restored. */
export async function forgetSlackMessages(now: Date): Promise<void> {
  const before = (ms: number): Date => new Date(now.getTime() - ms);
  await forgetTexts(before(10 * MINUTE_MS), before(30 * DAY_MS));
  await deleteCleanMessages(before(7 * DAY_MS));
}
