import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PATCH as switchChannel } from '#app/api/v1/slack/channels/[id]/route.ts';
import { GET as listChannels } from '#app/api/v1/slack/channels/route.ts';
import { GET as manifest } from '#app/api/v1/slack/manifest/route.ts';
import { GET as readMessage } from '#app/api/v1/slack/messages/[id]/route.ts';
import { GET as listMessages } from '#app/api/v1/slack/messages/route.ts';
import {
  PUT as connectRoute,
  DELETE as disconnect,
  GET as readWorkspace,
} from '#app/api/v1/slack/workspace/route.ts';
import { systemContext } from '#lib/auth/context.ts';
import { closeScanner } from '#lib/dlp/scan-documents.ts';
import type { DescribedSlackMessage } from '#lib/pipeline/describe-slack-message.ts';
import { installDefaults } from '#lib/pipeline/install-defaults.ts';
import { scanSlackMessage } from '#lib/pipeline/scan-slack-message.ts';
import { pool } from '#lib/platform/db.ts';
import { forgetSlackMessages } from '#lib/slack/forget-messages.ts';
import { nameSlackChannels } from '#lib/slack/name-channels.ts';
import { resumeSlackMessages } from '#lib/slack/resume-messages.ts';
import { callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makePerson, type Person } from '#tests/support/people.ts';
import { connect, envelope, messageEvent, pointAt, sendToSlackDoor } from '#tests/support/slack-events.ts';
import { SLACK, type SlackServer, startSlack } from '#tests/support/slack-server.ts';

useTestDatabase();
const CARD = '4111 1111 1111 1111';
let slack: SlackServer;
let admin: Person;
let viewer: Person;
beforeAll(async () => {
  slack = await startSlack();
  pointAt(slack);
  await installDefaults(systemContext('tests'));
  admin = await makePerson('ada', ['administrator']);
  viewer = await makePerson('vera', ['viewer']);
});
beforeEach(async () => {
  await pool().query(
    'TRUNCATE slack_workspaces, slack_channels, slack_messages, findings, finding_places, pgboss.job CASCADE',
  );
});
afterAll(async () => {
  await closeScanner();
  await slack[Symbol.asyncDispose]();
});

const messages = async (): Promise<DescribedSlackMessage[]> => {
  const list = await callRoute(listMessages, { token: viewer.token, path: '/?state=any' });
  const ids = (list.body.items as { id: string }[]).map(({ id }) => id).toReversed();
  const read = (id: string) => callRoute(readMessage, { params: { id }, token: viewer.token });
  return (await Promise.all(ids.map(read))).map(({ body }) => body as unknown as DescribedSlackMessage);
};
const waiting = async (): Promise<string[]> => {
  const { rows } = await pool().query<{ id: string }>(
    `SELECT data->>'id' AS id FROM pgboss.job WHERE name = 'scan-slack-message' ORDER BY id`,
  );
  return rows.map(({ id }) => id);
};
/** As the worker does. */
const scanAll = async (): Promise<void> => {
  for (const id of await waiting()) await scanSlackMessage(id);
};
const arrive = async (event: Record<string, unknown>) => {
  expect(await sendToSlackDoor(event)).toMatchObject({ status: 200 });
  await scanAll();
};
const everything = async (): Promise<string> => {
  const tables = ['slack_messages', 'slack_channels', 'slack_workspaces', 'findings', 'finding_places'];
  const rows = await Promise.all(
    [...tables, 'audit_entries', 'events', 'pgboss.job'].map((table) =>
      pool().query<{ text: string }>(`SELECT row_to_json(t)::text AS text FROM ${table} t`),
    ),
  );
  return rows.flatMap((result) => result.rows.map(({ text }) => text)).join('\n');
};

describe('the workspace', () => {
  it('is asked for at Slack, audited, and its secrets are never shown again', async () => {
    const body = { signing_secret: SLACK.signingSecret, bot_token: SLACK.bot, admin_token: SLACK.admin };
    const put = await callRoute(connectRoute, { method: 'PUT', body, token: admin.token });
    expect(put).toMatchObject({ status: 200, body: { name: 'Acme', team_id: SLACK.team, adapter: 'admin' } });
    const read = await callRoute(readWorkspace, { token: viewer.token });
    expect(read.body).toEqual({ workspace: put.body, time_visible: null });
    for (const secret of [SLACK.signingSecret, SLACK.bot, SLACK.admin]) {
      expect(JSON.stringify(read.body)).not.toContain(secret);
      expect(await everything()).not.toContain(secret);
    }
    expect(await everything()).toContain('slack.connect');
  });

  it('keeps what is left out and drops what is null', async () => {
    await connect({ admin_token: SLACK.admin });
    const change = (body: unknown) => callRoute(connectRoute, { method: 'PUT', body, token: admin.token });
    expect((await change({ discovery_token: SLACK.discovery })).body.adapter).toBe('discovery');
    expect((await change({ discovery_token: null })).body.adapter).toBe('admin');
    expect((await change({ admin_token: null })).body.adapter).toBe('bot');
  });

  it.each([
    [{ bot_token: SLACK.bot }, 422, 'signing_secret'],
    [{ signing_secret: SLACK.signingSecret, bot_token: 'xoxb-not-known-anywhere' }, 422, 'bot_token'],
    [{ signing_secret: SLACK.signingSecret, bot_token: 'not-a-token-of-a-bot' }, 422, 'bot_token'],
    [
      { signing_secret: SLACK.signingSecret, bot_token: SLACK.otherTeam, admin_token: SLACK.admin },
      422,
      'admin_token',
    ],
  ])('is refused with the secret at fault', async (body, status, path) => {
    const answer = await callRoute(connectRoute, { method: 'PUT', body, token: admin.token });
    expect(answer).toMatchObject({ status, body: { errors: [{ path }] } });
  });

  it('cannot be exchanged for another without being disconnected', async () => {
    await connect();
    const body = { bot_token: SLACK.otherTeam };
    expect((await callRoute(connectRoute, { method: 'PUT', body, token: admin.token })).status).toBe(409);
    expect((await callRoute(disconnect, { method: 'DELETE', token: admin.token })).status).toBe(204);
    expect((await sendToSlackDoor(envelope({}))).status).toBe(401);
  });
});

describe('the door', () => {
  beforeEach(() => connect());

  it('answers the challenge, after the signature', async () => {
    const asks = { type: 'url_verification', challenge: 'c-123', token: 'x' };
    expect(await sendToSlackDoor(asks)).toMatchObject({ status: 200, body: { challenge: 'c-123' } });
    expect((await sendToSlackDoor(asks, { secret: 'another' })).status).toBe(401);
  });

  it.each([
    ['another secret', { secret: 'f'.repeat(32) }],
    ['six minutes ago', { atMs: Date.now() - 360_000 }],
    ['six minutes ahead', { atMs: Date.now() + 360_000 }],
    ['no signature', { headers: { 'x-slack-signature': '' } }],
    ['a signature of another form', { headers: { 'x-slack-signature': 'v1=00' } }],
    ['no time', { headers: { 'x-slack-request-timestamp': 'soon' } }],
  ])('refuses %s', async (_, signing) => {
    expect((await sendToSlackDoor(messageEvent(slack.say('hi')), signing)).status).toBe(401);
    expect(await messages()).toEqual([]);
  });

  it('says what is wrong with a signed body', async () => {
    expect((await sendToSlackDoor('{"a"')).status).toBe(400);
    expect((await sendToSlackDoor('[]')).status).toBe(422);
    expect((await sendToSlackDoor('{}', { headers: { 'content-type': 'text/plain' } })).status).toBe(415);
  });

  it('keeps a message once, however often and in whichever order it is told', async () => {
    const message = slack.say('hello');
    const event = messageEvent(message);
    await Promise.all([1, 2, 3].map(() => sendToSlackDoor(event, { headers: { 'x-slack-retry-num': '1' } })));
    await sendToSlackDoor(messageEvent(message));
    expect(await messages()).toHaveLength(1);
    expect(await waiting()).toHaveLength(1);
  });

  it('takes what holds characters that the store does not', async () => {
    await arrive(messageEvent(slack.say(`a\u0000b \ud800 card ${CARD}`)));
    expect(await messages()).toMatchObject([{ state: 'leaking' }]);
  });

  it('notes that Slack holds events back', async () => {
    await sendToSlackDoor({ type: 'app_rate_limited', team_id: SLACK.team, minute_rate_limited: 1 });
    const { body } = await callRoute(readWorkspace, { token: viewer.token });
    expect((body.workspace as Record<string, unknown>).rate_limited_at).toEqual(expect.any(String));
  });

  it('ignores its own messages, deletions and what it does not know', async () => {
    await sendToSlackDoor(messageEvent(slack.say('mine', { user: SLACK.botUser })));
    await sendToSlackDoor(envelope({ type: 'message', subtype: 'message_deleted', channel: 'C1' }));
    await sendToSlackDoor(envelope({ type: 'reaction_added' }));
    await sendToSlackDoor({ type: 'something' });
    expect(await messages()).toEqual([]);
  });
});

describe('a message', () => {
  beforeEach(() => connect());

  it('with a card is a finding, masked, and what it says stands nowhere in clear', async () => {
    await arrive(messageEvent(slack.say(`pay with ${CARD} &amp; hurry`)));
    const [message] = await messages();
    expect(message).toMatchObject({
      state: 'leaking',
      masked_text: 'pay with ************1111 & hurry',
      findings: [
        { pattern: 'Card number', masked: '************1111', path: 'text', subject: { kind: 'slack' } },
      ],
    });
    const all = await everything();
    for (const text of [CARD, CARD.replaceAll(' ', '')]) expect(all).not.toContain(text);
  });

  it('without one is clean, and nothing of it can be read', async () => {
    await arrive(messageEvent(slack.say('lunch?')));
    expect(await messages()).toMatchObject([{ state: 'clean', masked_text: null, findings: [] }]);
    expect(await everything()).not.toContain('lunch');
  });

  it('that says the same in its blocks is one place', async () => {
    const elements = [{ type: 'rich_text_section', elements: [{ type: 'text', text: `card ${CARD}` }] }];
    await arrive(messageEvent(slack.say(`card ${CARD}`, { blocks: [{ type: 'rich_text', elements }] })));
    expect((await messages())[0]?.findings).toHaveLength(1);
  });

  it('whose number is split by bold is found, and its text is not shown', async () => {
    const runs = ['card 4111 ', '1111', ' 1111 1111'].map((text, bold) => ({ type: 'text', text, bold }));
    const blocks = [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: runs }] }];
    await arrive(messageEvent(slack.say('card 4111 *1111* 1111 1111', { blocks })));
    expect(await messages()).toMatchObject([{ state: 'leaking', masked_text: null, findings: [{}] }]);
  });

  it.each([
    ['a link behind a label', { text: `<https://x.example/?card=${CARD.replaceAll(' ', '')}|here>` }],
    ['an attachment', { text: 'see', attachments: [{ fields: [{ title: 'Card', value: CARD }] }] }],
    [
      'the name of a file',
      { text: '', files: [], blocks: [{ type: 'header', text: { text: `card ${CARD}` } }] },
    ],
  ])('is looked into to its last string: %s', async (_, more) => {
    await arrive(messageEvent(slack.say(more.text, more)));
    expect(await messages()).toMatchObject([{ state: 'leaking', findings: [{ pattern: 'Card number' }] }]);
  });

  it('that was edited, answered in a thread or unfurled is looked into again', async () => {
    const message = slack.say('nothing');
    await arrive(messageEvent(message));
    const changed = (more: Record<string, unknown>) => ({
      type: 'message',
      subtype: 'message_changed',
      channel: message.channel,
      message: { ...message, type: 'message', ...more },
      previous_message: { ...message, type: 'message' },
    });
    await arrive(
      envelope(changed({ text: `card ${CARD}`, edited: { user: 'U0ALICE', ts: '1700000000.000001' } })),
    );
    const preview = { attachments: [{ title: 'Paste', text: 'card 5555 5555 5555 4444' }] };
    await arrive(envelope(changed(preview)));
    await arrive(envelope(changed(preview)));
    const broadcast = { subtype: 'thread_broadcast', thread_ts: message.ts };
    await arrive(messageEvent(slack.say('card 3782 822463 10005', broadcast)));
    expect((await messages()).map(({ state, edited, findings }) => [state, edited, findings.length])).toEqual(
      [
        ['clean', false, 0],
        ['leaking', true, 1],
        ['leaking', true, 1],
        ['leaking', false, 1],
      ],
    );
  });

  it.each([
    ['card 4111 1111', '1111 1111'],
    ['card 4111 1111 ', ' 1111 1111'],
  ])('that is the second half of a number leaks with the first: %s', async (first, second) => {
    await arrive(messageEvent(slack.say(first)));
    await arrive(messageEvent(slack.say('something else', { user: 'U0BOB' })));
    await arrive(messageEvent(slack.say(second)));
    expect(await messages()).toMatchObject([
      { state: 'leaking', masked_text: null, findings: [{ path: 'with the messages around it' }] },
      { state: 'clean', findings: [] },
      { state: 'leaking', masked_text: null, findings: [{ path: 'with the messages around it' }] },
    ]);
  });

  it('is not joined with one of a minute before, or of another channel', async () => {
    const early = `${Math.floor(Date.now() / 1_000) - 90}.000001`;
    await arrive(messageEvent(slack.say('card 4111 1111', { ts: early })));
    await arrive(messageEvent(slack.say('card 4111 1111', { channel: 'C0OTHER' })));
    await arrive(messageEvent(slack.say('1111 1111')));
    expect((await messages()).map(({ state }) => state)).toEqual(['clean', 'clean', 'clean']);
  });

  it('scanned twice at once is written once', async () => {
    await sendToSlackDoor(messageEvent(slack.say(`card ${CARD}`)));
    const [id = ''] = await waiting();
    await Promise.all([scanSlackMessage(id), scanSlackMessage(id), scanSlackMessage(id)]);
    expect((await messages())[0]?.findings).toHaveLength(1);
  });

  it('that nobody works on any more gets another job', async () => {
    await sendToSlackDoor(messageEvent(slack.say('x')));
    await resumeSlackMessages(new Date());
    expect(await waiting()).toHaveLength(1);
    await resumeSlackMessages(new Date(Date.now() + 120_000));
    expect(await waiting()).toHaveLength(2);
  });

  it('is forgotten: its words soon where it is clean, later where it leaks', async () => {
    await arrive(messageEvent(slack.say('lunch?')));
    await arrive(messageEvent(slack.say(`card ${CARD}`)));
    const kept = async () => {
      const { rows } = await pool().query(
        'SELECT state FROM slack_messages WHERE sealed IS NOT NULL ORDER BY id',
      );
      return rows.map(({ state }) => state);
    };
    await forgetSlackMessages(new Date());
    expect(await kept()).toEqual(['clean', 'leaking']);
    await forgetSlackMessages(new Date(Date.now() + 3_600_000));
    expect(await kept()).toEqual(['leaking']);
    await forgetSlackMessages(new Date(Date.now() + 31 * 86_400_000));
    expect(await kept()).toEqual([]);
    expect(await messages()).toMatchObject([{ state: 'leaking' }]);
  });
});

describe('a channel', () => {
  beforeEach(() => connect());

  it('gets its name from Slack, and its messages are left alone once it is switched off', async () => {
    await arrive(messageEvent(slack.say('hello')));
    await nameSlackChannels();
    const list = async () =>
      (await callRoute(listChannels, { token: viewer.token })).body.items as { id: string }[];
    const [channel] = await list();
    expect(channel).toMatchObject({ channel_id: SLACK.channel, name: 'general', enabled: true });
    const call = { method: 'PATCH', params: { id: channel?.id ?? '' }, body: { enabled: false } };
    expect((await callRoute(switchChannel, { ...call, token: viewer.token })).status).toBe(403);
    expect((await callRoute(switchChannel, { ...call, token: admin.token })).body.enabled).toBe(false);
    await arrive(messageEvent(slack.say(`card ${CARD}`)));
    expect(await messages()).toHaveLength(1);
    await callRoute(switchChannel, { ...call, body: { enabled: true }, token: admin.token });
    await arrive(messageEvent(slack.say(`card ${CARD}`)));
    expect(await messages()).toHaveLength(2);
  });
});

describe('the manifest', () => {
  it('names this address and the scopes that are used, those to delete only where they are wanted', async () => {
    const download = async (query: string) =>
      (await callRoute(manifest, { token: viewer.token, path: `/${query}` })).body as Record<string, never>;
    const [whole, bot] = [await download(''), await download('?tokens=bot')];
    expect(whole).toMatchObject({
      oauth_config: { scopes: { user: ['chat:write', 'files:write'] } },
      settings: { event_subscriptions: { request_url: 'http://localhost:3000/api/v1/slack/events' } },
    });
    expect(bot).not.toHaveProperty('oauth_config.scopes.user');
    expect(bot).toMatchObject({
      oauth_config: { scopes: { bot: expect.arrayContaining(['channels:history']) } },
    });
  });
});
