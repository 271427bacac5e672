import { describe, expect, it } from 'vitest';
import { readEvent } from '#lib/slack/read-event.ts';

const OWN = { botUserId: 'U0BOT', botId: 'B0BOT' };
const read = (event: Record<string, unknown>) =>
  readEvent(
    { type: 'event_callback', event_id: 'Ev1', event: { type: 'message', channel: 'C1', ...event } },
    OWN,
  );
const written = { user: 'U1', ts: '1700000000.000100', text: 'hi' };
const change = (message: Record<string, unknown>, previous: Record<string, unknown> = written) =>
  read({
    subtype: 'message_changed',
    message: { type: 'message', ...written, ...message },
    previous_message: previous,
  });

describe('what is looked into', () => {
  it.each([undefined, 'file_share', 'thread_broadcast', 'bot_message', 'me_message'])('%s', (subtype) => {
    expect(read({ ...written, subtype })).toMatchObject({ channelId: 'C1', ts: written.ts, revision: '' });
  });

  it('an edit, with its new text, as a state of its own', () => {
    const edited = { ts: '1700000009.000000', user: 'U1' };
    expect(change({ text: 'new', edited })).toMatchObject({
      ts: written.ts,
      revision: edited.ts,
      content: { text: 'new' },
    });
  });

  it('previews of links that Slack added, once for each content, without the text that is known already', () => {
    const attachments = [{ title: 'a page' }];
    const first = change({ attachments });
    expect(first).toMatchObject({ content: { text: '', attachments } });
    expect(change({ attachments })?.revision).toBe(first?.revision);
    expect(change({ attachments: [{ title: 'another' }] })?.revision).not.toBe(first?.revision);
  });
});

describe('what is not', () => {
  it.each([
    ['a deletion', { subtype: 'message_deleted', deleted_ts: written.ts }],
    ['somebody who joins', { ...written, subtype: 'channel_join' }],
    ['its own message by user', { ...written, user: 'U0BOT' }],
    ['its own message by bot', { ...written, user: undefined, bot_id: 'B0BOT', subtype: 'bot_message' }],
    ['nothing said', { ...written, text: '' }],
    ['no time', { ...written, ts: 'x' }],
    ['no channel', { ...written, channel: 7 }],
  ])('%s', (_, event) => {
    expect(read(event)).toBeNull();
  });

  it('a tombstone that took the place of a message, a reply counted at its parent, an edit of its own message', () => {
    expect(change({ subtype: 'tombstone', text: 'This message was deleted.' })).toBeNull();
    expect(change({ reply_count: 1 })).toBeNull();
    expect(change({ user: 'U0BOT', edited: { ts: '1700000009.000000' } })).toBeNull();
  });

  it('other events', () => {
    expect(readEvent({ event_id: 'Ev1', event: { type: 'reaction_added' } }, OWN)).toBeNull();
    expect(readEvent({ event_id: 'Ev1' }, OWN)).toBeNull();
  });
});
