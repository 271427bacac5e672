import { beforeAll, describe, expect, it } from 'vitest';
import { POST as reveal } from '#app/api/v1/findings/[id]/reveal/route.ts';
import { GET as listFindings } from '#app/api/v1/findings/route.ts';
import { GET as listPatterns } from '#app/api/v1/patterns/route.ts';
import { POST as scan } from '#app/api/v1/scan/route.ts';
import { PUT as connectRoute } from '#app/api/v1/slack/workspace/route.ts';
import { systemContext } from '#lib/auth/context.ts';
import { createPattern } from '#lib/dlp/create-pattern.ts';
import type { Revealed } from '#lib/findings/schema.ts';
import { pool } from '#lib/platform/db.ts';
import { slackClient } from '#lib/slack/web-client.ts';
import { callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makePerson, type Person } from '#tests/support/people.ts';
import { connect } from '#tests/support/slack-events.ts';
import { SLACK } from '#tests/support/slack-server.ts';
import { arrive, blocking, useSlackStage } from '#tests/support/slack-stage.ts';

/** What the earlier system's own tests asked of it, asked of this one. */
useTestDatabase();
const stage = useSlackStage();
let admin: Person;
beforeAll(async () => {
  admin = await makePerson('ada', ['administrator']);
  await createPattern(systemContext('tests'), blocking('password', 'password=[A-Za-z0-9]{4,40}'));
  await createPattern(
    systemContext('tests'),
    blocking('assignment', '(?:password|api_key)=[A-Za-z0-9]{4,40}'),
  );
});

type Found = { pattern: string; start: number; end: number };
const found = async (text: string): Promise<Found[]> =>
  (await callRoute(scan, { body: { text }, token: admin.token })).body.findings as Found[];
const names = async (text: string): Promise<string[]> => (await found(text)).map(({ pattern }) => pattern);
const findings = async (): Promise<{ id: string; pattern: string }[]> =>
  (await callRoute(listFindings, { token: admin.token })).body.items as never;

describe('the scanner', () => {
  it('finds a key and a password, each by its pattern, and nothing in a safe text', async () => {
    expect(await names('api_key=abcdef123')).toContain('api_key');
    expect(await names('password=hunter22')).toContain('password');
    expect(await names('a safe text')).toEqual([]);
  });

  it('finds both of two in one text, where they stand', async () => {
    const text = 'api_key=abcdef123 and secret=mysecret123';
    const both = (await found(text)).filter(({ pattern }) => pattern !== 'assignment');
    expect(both.map(({ pattern, start, end }) => [pattern, text.slice(start, end)])).toEqual([
      ['api_key', 'api_key=abcdef123'],
      ['secret', 'secret=mysecret123'],
    ]);
  });

  it('keeps all of those that overlap', async () => {
    expect((await names('password=hunter22')).toSorted()).toEqual(['assignment', 'password']);
  });
});

describe('messages and files', () => {
  it('the patterns are listed', async () => {
    const { items } = (await callRoute(listPatterns, { token: admin.token })).body as { items: Found[] };
    expect(items.length).toBeGreaterThan(4);
  });

  it('a leak in a message is kept with its pattern and the exact match, and the log says that it was blocked', async () => {
    await connect({ admin_token: SLACK.admin });
    const message = await arrive(stage.slack, stage.slack.say('my secret=mysecret123 here'));
    expect(message.findings).toMatchObject([{ pattern: 'secret' }]);
    expect(message.removal?.actions).toMatchObject([{ detail: 'Blocked message containing secret' }]);
    const body = { reason: 'acceptance of the match' };
    const params = { id: message.findings[0]?.id ?? '' };
    const shown = await callRoute(reveal, { params, body, token: admin.token });
    expect((shown.body as unknown as Revealed).places.map(({ value }) => value)).toEqual([
      'secret=mysecret123',
    ]);
  });

  it('a leak in a file likewise', async () => {
    await connect({ admin_token: SLACK.admin });
    const files = [stage.slack.upload('notes.txt', 'secret=mysecret123')];
    const { removal } = await arrive(stage.slack, stage.slack.say('', { files }));
    expect(await findings()).toMatchObject([{ pattern: 'secret' }]);
    expect(removal?.actions).toMatchObject([{ detail: 'Blocked file containing secret' }]);
  });

  it('a safe message has no finding', async () => {
    await connect({ admin_token: SLACK.admin });
    expect(await arrive(stage.slack, stage.slack.say('a safe text'))).toMatchObject({
      findings: [],
      removal: null,
    });
    expect(await findings()).toEqual([]);
  });

  it('two patterns in one message are two findings and two entries, one value twice is one of each', async () => {
    await connect({ admin_token: SLACK.admin });
    const two = await arrive(stage.slack, stage.slack.say('secret=mysecret123 password=hunter22'));
    expect(new Set(two.findings.map(({ pattern }) => pattern))).toEqual(
      new Set(['secret', 'password', 'assignment']),
    );
    expect(two.removal?.actions).toHaveLength(3);
    await pool().query('TRUNCATE findings, finding_places CASCADE');
    const twice = await arrive(stage.slack, stage.slack.say('secret=another99 secret=another99'));
    expect(await findings()).toHaveLength(1);
    expect(twice.removal?.actions).toHaveLength(1);
  });
});

describe('Slack', () => {
  it('what is missing in the settings is named', async () => {
    const put = (body: unknown) => callRoute(connectRoute, { method: 'PUT', body, token: admin.token });
    expect(await put({})).toMatchObject({ status: 422, body: { errors: [{ path: 'signing_secret' }] } });
    const signed = { signing_secret: SLACK.signingSecret };
    expect(await put(signed)).toMatchObject({ status: 422, body: { errors: [{ path: 'bot_token' }] } });
  });

  it('a post works and fails, an update reaches one’s own message alone, the history has a limit', async () => {
    const bot = slackClient(SLACK.bot);
    const { ts = '' } = await bot.chat.postMessage({ channel: SLACK.channel, text: 'hello' });
    await bot.chat.update({ channel: SLACK.channel, ts, text: 'changed' });
    expect(stage.slack.messages).toMatchObject([{ text: 'changed' }]);
    stage.slack.trouble('chat.postMessage', { error: 'channel_not_found' });
    await expect(bot.chat.postMessage({ channel: 'C0NONE', text: 'x' })).rejects.toThrow('channel_not_found');
    const other = stage.slack.say('of somebody else');
    const update = bot.chat.update({ channel: SLACK.channel, ts: other.ts, text: 'x' });
    await expect(update).rejects.toThrow('cant_update_message');
    const { messages } = await bot.conversations.history({ channel: SLACK.channel, limit: 1 });
    expect(messages).toMatchObject([{ text: 'of somebody else' }]);
  });
});
