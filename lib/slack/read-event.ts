import { keyedHash } from '#lib/platform/crypto.ts';
import { contentOf, isEmpty, isJson, type Json, type MessageContent, textAt } from './message-content.ts';

/** One state of a message, as an event tells it. */
export type ArrivedMessage = {
  eventId: string;
  channelId: string;
  userId: string | null;
  ts: string;
  threadTs: string | null;
  revision: string;
  content: MessageContent;
};

/** Somebody changed a file: Slack tells which, and neither where it was shared nor what it holds now. */
export type ChangedFile = { eventId: string; fileId: string };

/** Whose messages are not looked at: those that the product wrote itself. */
export type OwnBot = { botUserId: string; botId: string | null };

/** https://docs.slack.dev/reference/events/message: what people and integrations write; the rest tells of the channel. */
const WRITTEN = new Set([undefined, 'file_share', 'thread_broadcast', 'bot_message', 'me_message']);
const ID = /^[A-Z0-9]{2,32}$/;
const TS = /^\d{1,16}\.\d{1,9}$/;
const EVENT_ID = /^[\w-]{1,64}$/;

const matching = (from: Json, key: string, form: RegExp): string | null => {
  const text = textAt(from, key);
  return text !== null && form.test(text) ? text : null;
};

const editedAt = (message: Json): string =>
  (isJson(message.edited) && matching(message.edited, 'ts', TS)) || '';

type Told = { message: Json; content: MessageContent; revision: string };

/**
 * What a change left: the new text, or only what Slack added to it (the previews of links, which say their content again
 * and again). The latter are known by what they hold, so that the same preview is looked into once.
 */
function changed(event: Json): Told | null {
  const { message, previous_message: before } = event;
  if (!isJson(message) || !WRITTEN.has(message.subtype as string | undefined)) return null;
  const edited = editedAt(message);
  const isEdited = edited !== '' && edited !== (isJson(before) ? editedAt(before) : '');
  const content = contentOf(message);
  if (isEdited) return { message, content, revision: edited };
  const added = { ...content, text: '', blocks: [], files: [] };
  const hash = keyedHash(JSON.stringify(added.attachments), 'slack previews').toString('hex').slice(0, 32);
  return { message, content: added, revision: `${edited}#${hash}` };
}

const told = (event: Json): Told | null => {
  if (event.subtype === 'message_changed') return changed(event);
  if (!WRITTEN.has(event.subtype as string | undefined)) return null;
  return { message: event, content: contentOf(event), revision: editedAt(event) };
};

const isOwn = (message: Json, own: OwnBot): boolean =>
  message.user === own.botUserId || (own.botId !== null && message.bot_id === own.botId);

/** The file of a `file_change`; null for every other event. */
export function readFileChange(envelope: Json): ChangedFile | null {
  const { event } = envelope;
  if (!isJson(event) || event.type !== 'file_change') return null;
  const eventId = matching(envelope, 'event_id', EVENT_ID);
  const fileId = matching(event, 'file_id', ID);
  return eventId === null || fileId === null ? null : { eventId, fileId };
}

/** The message of an `event_callback`; null for everything that is not to be looked into. */
export function readEvent(envelope: Json, own: OwnBot): ArrivedMessage | null {
  const { event } = envelope;
  if (!isJson(event) || event.type !== 'message') return null;
  const found = told(event);
  if (found === null || isOwn(found.message, own) || isEmpty(found.content)) return null;
  const eventId = matching(envelope, 'event_id', EVENT_ID);
  const channelId = matching(event, 'channel', ID);
  const ts = matching(found.message, 'ts', TS);
  if (eventId === null || channelId === null || ts === null) return null;
  return {
    eventId,
    channelId,
    userId: matching(found.message, 'user', ID),
    ts,
    threadTs: matching(found.message, 'thread_ts', TS),
    revision: found.revision,
    content: found.content,
  };
}
