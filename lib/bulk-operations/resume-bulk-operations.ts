import { log } from '#lib/platform/log.ts';
import { enqueue } from '#lib/queue/enqueue.ts';
import { wakeWorkers } from '#lib/queue/wake-workers.ts';
import { findIdleBulks } from './progress-repo.ts';

const IDLE_MS = 30_000;

/**
 * Operations that nobody is known to work on get a new job: every minute those that stood still, after a break all of
 * them. Two workers at one operation do no harm: its place moves in the commit that does the work.
 */
export async function resumeBulkOperations(now: Date, { afterBreak = false } = {}): Promise<void> {
  const idle = await findIdleBulks(new Date(now.getTime() - (afterBreak ? 0 : IDLE_MS)));
  for (const id of idle) await enqueue('bulk-operations', { id });
  if (idle.length === 0) return;
  log.info({ operations: idle.length }, 'bulk operations that stood still go on');
  wakeWorkers('bulk-operations');
}
