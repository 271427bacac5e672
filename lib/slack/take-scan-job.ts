import { prisma } from '#lib/platform/db.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { wakeWorkers } from '#lib/queue/wake-workers.ts';
import { insertMessage, type Taken } from './message-repo.ts';
import { sealContent } from './message-secret.ts';
import type { ScanJob } from './read-job.ts';
import { findWorkspace } from './repo.ts';

/** Of messages that came while no workspace was connected. */
const NO_WORKSPACE = '00000000-0000-0000-0000-000000000000';

/** Keeps the message of a job like one of an event, once however often the queue hands it out. It names no message in Slack. */
export async function takeScanJob(
  jobId: string,
  { channel_id, user_id, content }: Extract<ScanJob, { task: 'scan_message' }>,
): Promise<Taken> {
  const workspace = await findWorkspace(prisma());
  const [id, name] = [uuidv7(), `sqs-${jobId}`.slice(0, 64)];
  const taken = await insertMessage({
    id,
    workspaceId: workspace?.id ?? NO_WORKSPACE,
    eventId: name,
    channelId: channel_id,
    userId: user_id,
    ts: '',
    threadTs: null,
    revision: name,
    sealed: sealContent(id, { text: content, blocks: [], attachments: [], files: [] }),
  });
  if (taken === 'taken') wakeWorkers('scan-slack-message');
  return taken;
}
