import { prisma } from '#lib/platform/db.ts';
import { log } from '#lib/platform/log.ts';
import { findWorkspace, nameChannel, selectNameless } from './repo.ts';
import { slackFault } from './slack-fault.ts';
import { slackClient } from './web-client.ts';
import { openWorkspaceSecrets } from './workspace-secrets.ts';

const AT_ONCE = 20;

/** Asks Slack once what each channel is called. Where it does not say, the id stands in its place. */
export async function nameSlackChannels(): Promise<void> {
  const workspace = await findWorkspace(prisma());
  if (!workspace) return;
  const nameless = await selectNameless(workspace.id, AT_ONCE);
  if (nameless.length === 0) return;
  const client = slackClient(openWorkspaceSecrets(workspace).bot_token);
  for (const channelId of nameless) {
    try {
      const { channel } = await client.conversations.info({ channel: channelId });
      const name = channel?.name ?? (channel?.is_im ? 'direct message' : channelId);
      await nameChannel(workspace.id, channelId, name);
    } catch (error) {
      const { again, reason } = slackFault(error);
      log.warn({ channelId, reason }, 'Slack did not say what a channel is called');
      if (again) return;
      await nameChannel(workspace.id, channelId, channelId);
    }
  }
}
