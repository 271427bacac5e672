import { clock } from '#lib/platform/clock.ts';
import { prisma } from '#lib/platform/db.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { wakeWorkers } from '#lib/queue/wake-workers.ts';
import { insertChangedFile } from './file-repo.ts';
import type { Json } from './message-content.ts';
import { insertMessage, type Taken } from './message-repo.ts';
import { sealContent } from './message-secret.ts';
import { readEvent, readFileChange } from './read-event.ts';
import { findWorkspace, noteRateLimit, type WorkspaceRow } from './repo.ts';
import { openWorkspaceSecrets } from './workspace-secrets.ts';

/** Who may send events, and what he signs them with. */
export type EventSender = { workspace: WorkspaceRow; signingSecret: string };

export async function eventSender(): Promise<EventSender | null> {
  const workspace = await findWorkspace(prisma());
  return workspace && { workspace, signingSecret: openWorkspaceSecrets(workspace).signing_secret };
}

export type EventOutcome = Taken | 'ignored' | 'rate_limited';

/**
 * Keeps the message of an event, encrypted, in one commit with the job that scans it; each once, however often it is told.
 * Of a file that changed, its next version is asked for.
 */
export async function takeEvent(workspace: WorkspaceRow, envelope: Json): Promise<EventOutcome> {
  if (envelope.type === 'app_rate_limited') {
    await noteRateLimit(workspace.id, clock.now());
    return 'rate_limited';
  }
  if (envelope.type !== 'event_callback') return 'ignored';
  const changed = readFileChange(envelope);
  if (changed !== null) {
    const taken = await insertChangedFile(workspace.id, changed);
    if (taken === 'taken') wakeWorkers('fetch-slack-file');
    return taken;
  }
  const message = readEvent(envelope, workspace);
  if (message === null) return 'ignored';
  const { content, ...rest } = message;
  const id = uuidv7();
  const taken = await insertMessage({
    id,
    workspaceId: workspace.id,
    ...rest,
    sealed: sealContent(id, content),
  });
  if (taken === 'taken') wakeWorkers('scan-slack-message');
  return taken;
}
