import type { MessageRow } from './message-repo.ts';
import { presentRemoval } from './present-removal.ts';
import type { RemovalRow } from './removal-repo.ts';
import type { SlackMessage, SlackMessageState } from './schema.ts';
import { sentAtMs } from './sent-at.ts';

export const presentMessage = (
  row: MessageRow,
  { channel, removal }: { channel: string | null; removal: RemovalRow | null },
): SlackMessage => ({
  id: row.id,
  channel_id: row.channelId,
  channel,
  user_id: row.userId,
  ts: row.ts,
  sent_at: (row.ts === '' ? row.receivedAt : new Date(sentAtMs(row.ts))).toISOString(),
  in_thread: row.threadTs !== null && row.threadTs !== row.ts,
  edited: row.ts !== '' && row.revision !== '',
  state: row.state as SlackMessageState,
  masked_text: row.maskedText,
  received_at: row.receivedAt.toISOString(),
  scanned_at: row.scannedAt?.toISOString() ?? null,
  removal: removal && presentRemoval(removal),
});
