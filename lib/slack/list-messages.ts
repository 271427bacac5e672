import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import type { Page, PageRequest } from '#lib/platform/keyset.ts';
import { channelNames, pageOfMessages } from './message-repo.ts';
import { presentMessage } from './present-message.ts';
import { selectRemovals } from './removal-repo.ts';
import type { SlackMessage, SlackMessagesQuery } from './schema.ts';

/** The messages, those that arrived last first, masked. */
export async function listSlackMessages(
  ctx: Context,
  query: SlackMessagesQuery & PageRequest,
): Promise<Page<SlackMessage>> {
  requirePermission(ctx, 'slack:read');
  const page = await pageOfMessages(ctx.db, query, query);
  const names = await channelNames(
    ctx.db,
    page.items.map(({ channelId }) => channelId),
  );
  const removalOf = await selectRemovals(ctx.db, page.items);
  return {
    ...page,
    items: page.items.map((row) =>
      presentMessage(row, { channel: names.get(row.channelId) ?? null, removal: removalOf(row) }),
    ),
  };
}
