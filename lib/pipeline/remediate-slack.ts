import { inPgTransaction, prisma } from '#lib/platform/db.ts';
import { log } from '#lib/platform/log.ts';
import { enqueueLater } from '#lib/queue/enqueue.ts';
import { chooseAdapter } from '#lib/slack/adapters/choose-adapter.ts';
import type { Outcome } from '#lib/slack/carry-out.ts';
import {
  claimRemoval,
  finishRemoval,
  postponeRemoval,
  type Removal,
  stopRemoval,
} from '#lib/slack/removal-repo.ts';
import { removeMessage } from '#lib/slack/remove-message.ts';
import { findWorkspace } from '#lib/slack/repo.ts';
import { slackClient } from '#lib/slack/web-client.ts';
import { openWorkspaceSecrets } from '#lib/slack/workspace-secrets.ts';
import { raiseNotice } from './raise-notice.ts';

type Done = { outcome: Outcome; isAsked: boolean };

const DISCONNECTED: Outcome = { kind: 'stopped', state: 'failed', reason: 'disconnected' };

async function attempt(removal: Removal): Promise<Done> {
  const workspace = await findWorkspace(prisma());
  if (workspace?.id !== removal.workspaceId) return { outcome: DISCONNECTED, isAsked: false };
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
  await settle(removal, await attempt(removal));
}
