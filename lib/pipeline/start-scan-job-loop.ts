import { setTimeout as pause } from 'node:timers/promises';
import { log } from '#lib/platform/log.ts';
import type { JobQueue } from '#lib/slack/job-queue.ts';
import { takeScanJobs } from './take-scan-jobs.ts';

const AFTER_FAULT_MS = 5_000;
const LONGEST_STOP_MS = 5_000;

/** Takes scanning jobs out of the queue until stopped. Any number of processes may do so. */
export function startScanJobLoop(queue: JobQueue): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await takeScanJobs(queue).catch(async (error: unknown) => {
        log.warn({ err: error }, 'scanning jobs could not be taken out of the queue');
        await pause(AFTER_FAULT_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
      });
    }
  };
  const done = run();
  return {
    stop: async () => {
      stopping.abort();
      // A round that waits for jobs holds none: it may be cut off.
      await Promise.race([done, pause(LONGEST_STOP_MS, undefined, { ref: false })]);
      queue.close();
    },
  };
}
