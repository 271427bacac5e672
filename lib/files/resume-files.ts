import { log } from '#lib/platform/log.ts';
import { enqueue } from '#lib/queue/enqueue.ts';
import { wakeWorkers } from '#lib/queue/wake-workers.ts';
import { findIdleFiles } from './repo.ts';

/** Longer than any scan may take. */
const IDLE_MS = 120_000;
const AT_ONCE = 100;

/** Files that nobody is known to work on get a new job. Two workers at one file do no harm: one of them writes. */
export async function resumeFiles(now: Date): Promise<void> {
  const idle = await findIdleFiles(new Date(now.getTime() - IDLE_MS), AT_ONCE);
  for (const id of idle) await enqueue('scan-file', { id });
  if (idle.length === 0) return;
  log.info({ files: idle.length }, 'files that stood still go on');
  wakeWorkers('scan-file');
}
