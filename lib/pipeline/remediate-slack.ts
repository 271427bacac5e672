import { areFalsePositives } from '#lib/findings/review-repo.ts';
import { inPgTransaction, prisma } from '#lib/platform/db.ts';
import { log } from '#lib/platform/log.ts';
import { enqueueLater } from '#lib/queue/enqueue.ts';
import { adapterNamed, chooseAdapter } from '#lib/slack/adapters/choose-adapter.ts';
import type { Outcome } from '#lib/slack/carry-out.ts';
import { selectSealed } from '#lib/slack/message-repo.ts';
import { openContent } from '#lib/slack/message-secret.ts';
import {
  claimRemoval,
  findSubjectIds,
  finishRemoval,
  keepHidden,
  postponeRemoval,
  type Removal,
  stopRemoval,
} from '#lib/slack/removal-repo.ts';
import { removeMessage } from '#lib/slack/remove-message.ts';
import { findWorkspace, type WorkspaceRow } from '#lib/slack/repo.ts';
import { restoreMessage } from '#lib/slack/restore-message.ts';
import { slackClient } from '#lib/slack/web-client.ts';
import { openWorkspaceSecrets } from '#lib/slack/workspace-secrets.ts';
import { raiseNotice } from './raise-notice.ts';

type Done = { outcome: Outcome; isAsked: boolean };

const stopped = (reason: string): Done => ({
  outcome: { kind: 'stopped', state: 'failed', reason },
  isAsked: false,
});

async function restore(removal: Removal, workspace: WorkspaceRow): Promise<Done> {
  const adapter = adapterNamed(workspace, removal.adapter);
  if (adapter === null) return stopped('no_token');
  const sealed = await selectSealed(removal.messageId);
  const outcome = await restoreMessage(removal, {
    adapter,
    bot: slackClient(openWorkspaceSecrets(workspace).bot_token),
    content: sealed === null ? null : openContent({ id: removal.messageId, sealed }),
  });
  return { outcome, isAsked: false };
}

async function attempt(removal: Removal): Promise<Done> {
  const workspace = await findWorkspace(prisma());
  if (workspace?.id !== removal.workspaceId) return stopped('disconnected');
  if (removal.wanted === 'restore') return restore(removal, workspace);
  const adapter = chooseAdapter(workspace);
  const outcome = await removeMessage(removal, {
    adapter,
    bot: slackClient(openWorkspaceSecrets(workspace).bot_token),
    warn: (what, reason) =>
      log.warn({ removalId: removal.id, what, reason }, 'a note in Slack was not written'),
  });
  return { outcome, isAsked: adapter.hides === null };
}

/** Administrators hear of what could not be done, and of what can still be read. */
async function settle(removal: Removal, { outcome, isAsked }: Done): Promise<void> {
  const { id, messageId } = removal;
  if (outcome.kind === 'later') {
    await postponeRemoval(id, outcome.reason, outcome.waitMs);
    await enqueueLater('remediate-slack', { id }, outcome.waitMs);
    return;
  }
  const about = { link: `/slack?open=${messageId}`, data: { message_id: messageId } };
  await inPgTransaction(async (client) => {
    if (outcome.kind === 'stopped' && removal.wanted === 'restore') {
      await keepHidden(client, id, outcome.reason);
      await raiseNotice(client, {
        name: 'slack.not_restored',
        title: `A message in Slack could not be put back: ${outcome.reason}`,
        key: `slack.not_restored.${outcome.reason}`,
        link: about.link,
        data: { ...about.data, reason: outcome.reason },
      });
      return;
    }
    if (outcome.kind === 'stopped') {
      await stopRemoval(client, id, outcome);
      await raiseNotice(client, {
        name: 'slack.not_removed',
        title: `A message in Slack that leaks could not be removed: ${outcome.reason}`,
        key: `slack.not_removed.${outcome.reason}`,
        link: about.link,
        data: { ...about.data, reason: outcome.reason },
      });
      return;
    }
    await finishRemoval(client, id);
    if (!isAsked) return;
    await raiseNotice(client, {
      name: 'slack.author_asked',
      title: 'A message in Slack leaks and can still be read: its author was asked to delete it',
      key: 'slack.author_asked',
      ...about,
    });
  });
}

/** Does what is due about one message. Whoever is killed leaves it to the next one, with what Slack had confirmed. */
export async function remediateSlack(id: string): Promise<void> {
  const removal = await claimRemoval(id);
  if (removal === null) return;
  if (removal.wanted === 'restore' && !(await areFalsePositives(prisma(), await findSubjectIds(id)))) {
    // The decision was taken back meanwhile.
    await inPgTransaction((client) => keepHidden(client, id, null));
    return;
  }
  await settle(removal, await attempt(removal));
}
