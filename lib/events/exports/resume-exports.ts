import { log } from '#lib/platform/log.ts';
import { enqueue } from '#lib/queue/enqueue.ts';
import { wakeWorkers } from '#lib/queue/wake-workers.ts';
import { findIdleExports } from './progress-repo.ts';

const IDLE_MS = 30_000;

/**
 * Exports that nobody is known to work on get a new job: every minute those that stood still, after a break all of
 * them. Two workers at one export do no harm: the second to finish a chunk leaves it to the other.
 */
export async function resumeExports(now: Date, { afterBreak = false } = {}): Promise<void> {
  const idle = await findIdleExports(new Date(now.getTime() - (afterBreak ? 0 : IDLE_MS)), now);
  for (const id of idle) await enqueue('export-events', { id });
  if (idle.length === 0) return;
  log.info({ exports: idle.length }, 'exports that stood still go on');
  wakeWorkers('export-events');
}
