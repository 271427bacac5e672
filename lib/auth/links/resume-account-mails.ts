import { enqueue } from '#lib/queue/enqueue.ts';
import { wakeWorkers } from '#lib/queue/wake-workers.ts';
import { findDueMails } from './repo.ts';

const AT_ONCE = 200;

/** Mail whose next attempt is due, or that nobody was told of. Two workers at one mail do no harm: one of them claims it. */
export async function resumeAccountMails(now: Date): Promise<void> {
  const due = await findDueMails(now, AT_ONCE);
  for (const id of due) await enqueue('send-account-mail', { id });
  if (due.length > 0) wakeWorkers('send-account-mail');
}
