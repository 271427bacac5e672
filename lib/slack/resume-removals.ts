import { log } from '#lib/platform/log.ts';
import { enqueue } from '#lib/queue/enqueue.ts';
import { wakeWorkers } from '#lib/queue/wake-workers.ts';
import { findDueRemovals } from './removal-repo.ts';

const AT_ONCE = 500;

/** What is due and held by nobody gets another job: its own was lost, or its worker was killed. */
export async function resumeSlackRemovals(): Promise<void> {
  const due = await findDueRemovals(AT_ONCE);
  for (const id of due) await enqueue('remediate-slack', { id });
  if (due.length === 0) return;
  log.info({ removals: due.length }, 'removals in Slack that stood still go on');
  wakeWorkers('remediate-slack');
}
