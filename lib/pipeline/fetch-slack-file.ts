import { systemContext } from '#lib/auth/context.ts';
import { MAX_FILE_BYTES } from '#lib/files/extract/schema.ts';
import { storeFile } from '#lib/files/store-file.ts';
import { keyedHash } from '#lib/platform/crypto.ts';
import { inPgTransaction, prisma } from '#lib/platform/db.ts';
import { enqueueLater } from '#lib/queue/enqueue.ts';
import { wakeWorkers } from '#lib/queue/wake-workers.ts';
import { backoffMs } from '#lib/slack/carry-out.ts';
import { type Download, downloadFile } from '#lib/slack/download-file.ts';
import { noteFingerprint, settleSlackFile, takeSlackFile, type WaitingFile } from '#lib/slack/file-repo.ts';
import { openContent } from '#lib/slack/message-secret.ts';
import { findWorkspace } from '#lib/slack/repo.ts';
import { openWorkspaceSecrets } from '#lib/slack/workspace-secrets.ts';
import { actOnUnscannable } from './act-on-unscannable.ts';
import { raiseNotice } from './raise-notice.ts';

/** About two days. */
const MOST_ATTEMPTS = 200;

async function download({
  fileId,
  messageId,
  workspaceId,
  sealed,
  revision,
}: WaitingFile): Promise<Download> {
  const workspace = await findWorkspace(prisma());
  if (workspace?.id !== workspaceId) return { kind: 'unavailable', reason: 'disconnected' };
  // Name and address of a file that changed may be others than its message told.
  const content = sealed === null || revision !== '' ? null : openContent({ id: messageId, sealed });
  const { bot_token } = openWorkspaceSecrets(workspace);
  return downloadFile(bot_token, fileId, { content, maxBytes: MAX_FILE_BYTES });
}

const fingerprintOf = (name: string, bytes: Buffer): Buffer =>
  keyedHash(JSON.stringify([name, bytes.toString('base64')]), 'slack file');

/** What cannot be had was not looked into, and the administrators have to know. */
async function giveUp({ id, messageId }: WaitingFile, reason: string): Promise<void> {
  let isToBeRemoved = false;
  await inPgTransaction(async (client) => {
    await settleSlackFile(client, id, { state: 'unavailable', reason });
    if (reason === 'too_large') {
      const outcome = await actOnUnscannable(client, id, reason);
      isToBeRemoved = outcome.isToBeRemoved;
      if (!outcome.isToBeTold) return;
    }
    await raiseNotice(client, {
      name: 'slack.file_unavailable',
      title: `A file in Slack was not looked into: ${reason}`,
      key: `slack.file_unavailable.${reason}`,
      link: `/slack?open=${messageId}`,
      data: { message_id: messageId, reason },
    });
  });
  if (isToBeRemoved) wakeWorkers('remediate-slack');
}

/**
 * Fetches a file that was shared in a message and hands it over to be scanned, under the same id: whoever is killed between
 * the two does the first again, and the second is done once.
 */
export async function fetchSlackFile(id: string): Promise<void> {
  const file = await takeSlackFile(id);
  if (file === null) return;
  const result = await download(file);
  if (result.kind === 'later' && file.attempts < MOST_ATTEMPTS) {
    await enqueueLater('fetch-slack-file', { id }, result.waitMs ?? backoffMs(file.attempts));
    return;
  }
  if (result.kind !== 'had') return giveUp(file, result.reason);
  if (!(await noteFingerprint(id, fingerprintOf(result.name, result.bytes)))) return;
  await storeFile(systemContext('Slack'), { id, name: result.name, bytes: result.bytes });
  await inPgTransaction((client) => settleSlackFile(client, id, { state: 'fetched', reason: null }));
}
