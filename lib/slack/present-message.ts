import type { MessageRow } from './message-repo.ts';
import type { SlackMessage, SlackMessageState } from './schema.ts';

/** Slack names a message by the moment it was sent. */
const sentAtMs = (ts: string): number => Math.round(Number(ts) * 1_000);

export const presentMessage = (row: MessageRow, channel: string | null): SlackMessage => ({
  id: row.id,
  channel_id: row.channelId,
  channel,
  user_id: row.userId,
  ts: row.ts,
  sent_at: new Date(sentAtMs(row.ts)).toISOString(),
  in_thread: row.threadTs !== null && row.threadTs !== row.ts,
  edited: row.revision !== '',
  state: row.state as SlackMessageState,
  masked_text: row.maskedText,
  received_at: row.receivedAt.toISOString(),
  scanned_at: row.scannedAt?.toISOString() ?? null,
});
