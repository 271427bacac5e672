import { deleteOldBacktests } from './progress-repo.ts';

const LISTED_MS = 30 * 86_400_000;

/** What a backtest found is kept for 30 days after its end. */
export async function forgetOldBacktests(now: Date): Promise<void> {
  await deleteOldBacktests(new Date(now.getTime() - LISTED_MS));
}
