import { log } from '#lib/platform/log.ts';
import { enqueue } from '#lib/queue/enqueue.ts';
import { wakeWorkers } from '#lib/queue/wake-workers.ts';
import { findIdleBacktests } from './progress-repo.ts';

const IDLE_MS = 30_000;

/**
 * Backtests that nobody is known to work on get a new job: every minute those that stood still, after a break all of
 * them. Two workers at one backtest do no harm: the second to finish a page counts nothing.
 */
export async function resumeBacktests(now: Date, { afterBreak = false } = {}): Promise<void> {
  const idle = await findIdleBacktests(new Date(now.getTime() - (afterBreak ? 0 : IDLE_MS)));
  for (const id of idle) await enqueue('run-backtests', { id });
  if (idle.length === 0) return;
  log.info({ backtests: idle.length }, 'backtests that stood still go on');
  wakeWorkers('run-backtests');
}
