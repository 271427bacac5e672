import { deleteOldBulks } from './progress-repo.ts';

const DAY_MS = 86_400_000;
const LISTED_DAYS = 90;

/** A plan that was not started is listed for a day, what ended for three months. */
export async function forgetOldBulkOperations(now: Date): Promise<void> {
  await deleteOldBulks(new Date(now.getTime() - DAY_MS), new Date(now.getTime() - LISTED_DAYS * DAY_MS));
}
