import { PageQuery, paged } from '#lib/http/cursor.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { listSlackMessages } from '#lib/slack/list-messages.ts';
import { SlackMessagesQuery } from '#lib/slack/schema.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'slack:read',
  query: SlackMessagesQuery.extend(PageQuery.shape),
  run: paged('slack_messages', listSlackMessages),
});
