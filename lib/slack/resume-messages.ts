import { log } from '#lib/platform/log.ts';
import { enqueue } from '#lib/queue/enqueue.ts';
import { wakeWorkers } from '#lib/queue/wake-workers.ts';
import { findIdleMessages } from './message-repo.ts';

/** Longer than any scan may take. */
const IDLE_MS = 60_000;
const AT_ONCE = 500;

/** Messages that nobody is known to work on get a new job. Two workers at one message do no harm: one of them writes. */
export async function resumeSlackMessages(now: Date): Promise<void> {
  const idle = await findIdleMessages(new Date(now.getTime() - IDLE_MS), AT_ONCE);
  for (const id of idle) await enqueue('scan-slack-message', { id });
  if (idle.length === 0) return;
  log.info({ messages: idle.length }, 'messages of Slack that stood still go on');
  wakeWorkers('scan-slack-message');
}
