import { systemContext } from '#lib/auth/context.ts';
import { MAX_FILE_BYTES } from '#lib/files/extract/schema.ts';
import { storeFile } from '#lib/files/store-file.ts';
import { inPgTransaction } from '#lib/platform/db.ts';
import { env } from '#lib/platform/env.ts';
import { isUuid, uuidv7 } from '#lib/platform/ids.ts';
import { log } from '#lib/platform/log.ts';
import type { JobQueue, QueuedJob } from '#lib/slack/job-queue.ts';
import { readJob } from '#lib/slack/read-job.ts';
import { readJobFile } from '#lib/slack/read-job-file.ts';
import { takeScanJob } from '#lib/slack/take-scan-job.ts';
import { raiseNotice } from './raise-notice.ts';

/** What starts no scan is told once an hour for each reason, and each job in the log, by its id alone. */
async function refuse({ id }: QueuedJob, reason: string): Promise<void> {
  log.warn({ job: id, reason }, 'a scanning job of the queue was refused');
  await inPgTransaction((client) =>
    raiseNotice(client, {
      name: 'slack.job_refused',
      title: `A scanning job of the queue started no scan: ${reason}`,
      key: `slack.job_refused.${reason}`,
      data: { job: id, reason },
    }),
  );
}

async function takeFile(job: QueuedJob, path: string): Promise<void> {
  const given = await readJobFile(path, { folder: env().SLACK_QUEUE_FILES, maxBytes: MAX_FILE_BYTES });
  if ('refused' in given) return refuse(job, given.refused);
  // The queue hands out a job more than once.
  const id = isUuid(job.id) ? job.id : uuidv7();
  await storeFile(systemContext('scanning queue'), { id, ...given });
}

async function take(job: QueuedJob): Promise<void> {
  const read = readJob(job.body);
  if (read === null) await refuse(job, 'invalid_body');
  else if (read.task === 'scan_file') await takeFile(job, read.file_path);
  else await takeScanJob(job.id, read);
}

/**
 * One round: whatever is there is stored, and only then taken out of the queue. What cannot be stored stays there and comes
 * again. Answers how many were taken. @throws when the queue or the store is away.
 */
export async function takeScanJobs(queue: JobQueue): Promise<number> {
  const jobs = await queue.receive();
  const taken: QueuedJob[] = [];
  try {
    for (const job of jobs) {
      await take(job);
      taken.push(job);
    }
  } finally {
    await queue.remove(taken);
  }
  return taken.length;
}
