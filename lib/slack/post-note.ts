import type { WebClient } from '@slack/web-api';
import { beginNote, endNote, type NoteKind, type Removal } from './removal-repo.ts';

/** Marks what the product wrote, for itself: what Slack keeps with a message and nobody sees. */
const EVENT_TYPE = 'the_eye_note';
/** Clocks differ, and so many notes are written in one channel meanwhile. */
const LOOK_BACK_SECONDS = 120;
const LOOKED_AT = 200;

export type NoteTo = { channel: string; threadTs?: string | undefined };

type Told = { ts?: string; metadata?: { event_type?: string; event_payload?: object } };

/** A note that may have been written by a worker that died before it could say so. */
async function findNote(
  client: WebClient,
  removal: Removal,
  kind: NoteKind,
  to: NoteTo,
): Promise<string | null> {
  const began = removal.notes[kind]?.started_at;
  const oldest = String(Math.floor(Date.parse(began ?? '') / 1_000 || 0) - LOOK_BACK_SECONDS);
  const asked = { channel: to.channel, oldest, limit: LOOKED_AT, include_all_metadata: true };
  const { messages = [] } = to.threadTs
    ? await client.conversations.replies({ ...asked, ts: to.threadTs })
    : await client.conversations.history(asked);
  const found = (messages as Told[]).find(({ metadata }) => {
    const payload = metadata?.event_payload as Record<string, unknown> | undefined;
    return metadata?.event_type === EVENT_TYPE && payload?.removal === removal.id && payload.kind === kind;
  });
  return found?.ts ?? null;
}

/**
 * Writes a note as the bot, once: where another worker had begun to, it is looked for first. @throws what Slack's client
 * throws; a note that cannot be looked for is not written a second time.
 */
export async function postNote(
  client: WebClient,
  removal: Removal,
  { kind, to, text }: { kind: NoteKind; to: NoteTo; text: string },
): Promise<void> {
  if (removal.notes[kind]?.ts !== undefined) return;
  const isFirst = await beginNote(removal.id, kind);
  const known = isFirst ? null : await findNote(client, removal, kind, to);
  const ts = known ?? (await write(client, removal, { kind, to, text }));
  await endNote(removal.id, kind, ts);
}

async function write(
  client: WebClient,
  removal: Removal,
  { kind, to, text }: { kind: NoteKind; to: NoteTo; text: string },
): Promise<string> {
  const { ts } = await client.chat.postMessage({
    channel: to.channel,
    text,
    ...(to.threadTs ? { thread_ts: to.threadTs } : {}),
    unfurl_links: false,
    unfurl_media: false,
    metadata: { event_type: EVENT_TYPE, event_payload: { removal: removal.id, kind } },
  });
  return ts ?? '';
}
