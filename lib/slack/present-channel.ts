import type { ChannelRow } from './repo.ts';
import type { SlackChannel } from './schema.ts';

export const presentChannel = (row: ChannelRow): SlackChannel => ({
  id: row.id,
  channel_id: row.channelId,
  name: row.name,
  enabled: row.enabled,
  last_message_at: row.lastMessageAt.toISOString(),
});
