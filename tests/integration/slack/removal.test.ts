import { describe, expect, it } from 'vitest';
import { systemContext } from '#lib/auth/context.ts';
import { pool } from '#lib/platform/db.ts';
import { disconnectWorkspace } from '#lib/slack/disconnect-workspace.ts';
import { getConnection } from '#lib/slack/get-connection.ts';
import { resumeSlackRemovals } from '#lib/slack/resume-removals.ts';
import { retryRemoval } from '#lib/slack/retry-removal.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { connect, envelope, sendToSlackDoor } from '#tests/support/slack-events.ts';
import { SLACK } from '#tests/support/slack-server.ts';
import { arrive, latest, nextAttempt, notices, useSlackStage, workOff } from '#tests/support/slack-stage.ts';

useTestDatabase();
const stage = useSlackStage();
const LEAK = 'secret=mysecret123';
const texts = () => stage.slack.messages.map(({ channel, text }) => [channel, text]);
const saying = (words: string) => stage.slack.messages.filter(({ text }) => text.includes(words));

describe('with the token of an administrator', () => {
  it('a message that leaks is deleted, a notice stands in its place and the author is told, both without content', async () => {
    await connect({ admin_token: SLACK.admin });
    const described = await arrive(stage.slack, stage.slack.say(`${LEAK} is it`));
    expect(texts()).toEqual([
      [SLACK.channel, 'A message by <@U0ALICE> was blocked because it holds confidential data.'],
      [
        'DU0ALICE',
        expect.stringContaining('was blocked because it holds confidential data (message containing secret)'),
      ],
    ]);
    expect(JSON.stringify(stage.slack.calls)).not.toContain('mysecret123');
    expect(described.removal).toMatchObject({
      state: 'removed',
      adapter: 'admin',
      reason: null,
      next_attempt_at: null,
      actions: [{ kind: 'blocked', detail: 'Blocked message containing secret', adapter: 'admin' }],
    });
    expect(described.removal?.visible_ms).toBeGreaterThanOrEqual(0);
    expect(await notices()).toEqual([]);
    const deleted = stage.slack.calls.find(({ method }) => method === 'chat.delete');
    expect(deleted?.token).toBe(SLACK.admin);
  });

  it('how long such messages could be read is measured over all of them', async () => {
    await connect({ admin_token: SLACK.admin });
    const seconds = (ago: number): string => `${Math.floor(Date.now() / 1_000) - ago}.000001`;
    for (const ago of [10, 20, 300]) await arrive(stage.slack, stage.slack.say(LEAK, { ts: seconds(ago) }));
    const { time_visible: visible } = await getConnection(systemContext('tests'));
    expect(visible?.messages).toBe(3);
    expect(visible?.median_ms).toBeGreaterThanOrEqual(20_000);
    expect(visible?.median_ms).toBeLessThan(120_000);
    expect(visible?.p95_ms).toBeGreaterThan(250_000);
  });

  it('the notice stands in the thread of the message', async () => {
    await connect({ admin_token: SLACK.admin });
    const root = stage.slack.say('a question');
    await arrive(stage.slack, stage.slack.say(LEAK, { thread_ts: root.ts }));
    expect(saying('was blocked because')[0]).toMatchObject({ thread_ts: root.ts });
  });

  it('two patterns in one message are two entries, two matches of one are one', async () => {
    await connect({ admin_token: SLACK.admin });
    const both = await arrive(stage.slack, stage.slack.say(`${LEAK} api_key=abcdef123 secret=another1`));
    expect(both.removal?.actions.map(({ detail }) => detail).toSorted()).toEqual([
      'Blocked message containing api_key',
      'Blocked message containing secret',
    ]);
  });

  it('a message that is gone already counts as removed', async () => {
    await connect({ admin_token: SLACK.admin });
    const message = stage.slack.say(LEAK);
    stage.slack.messages.length = 0;
    expect((await arrive(stage.slack, message)).removal?.state).toBe('removed');
  });

  it('429 is honoured: nobody waits, and the next try is when Slack said', async () => {
    await connect({ admin_token: SLACK.admin });
    stage.slack.trouble('chat.delete', { status: 429, retryAfterSeconds: 30 });
    const message = stage.slack.say(LEAK);
    const startedAt = Date.now();
    const { removal } = await arrive(stage.slack, message);
    expect(removal).toMatchObject({ state: 'pending', reason: 'ratelimited', gone_at: null, actions: [] });
    const waitMs = Date.parse(removal?.next_attempt_at ?? '') - startedAt;
    expect(waitMs).toBeGreaterThan(29_000);
    expect(waitMs).toBeLessThan(60_000);
    expect(saying('blocked')).toEqual([]);
    await nextAttempt();
    expect((await latest(message.ts)).removal?.state).toBe('removed');
    expect(stage.slack.count('chat.delete')).toBe(2);
  });

  it.each([
    ['a status', { status: 503 }],
    ['an error of its own', { error: 'internal_error' }],
    ['a connection that breaks once it was done', { hangUp: 'afterwards' as const }],
  ])('when Slack is not well (%s) it is tried again, and not called blocked before', async (_, trouble) => {
    await connect({ admin_token: SLACK.admin });
    stage.slack.trouble('chat.delete', trouble);
    const message = stage.slack.say(LEAK);
    expect((await arrive(stage.slack, message)).removal).toMatchObject({ state: 'pending', actions: [] });
    expect(saying('blocked')).toEqual([]);
    await nextAttempt();
    expect((await latest(message.ts)).removal?.state).toBe('removed');
  });

  it('a notice whose answer was lost is not written twice', async () => {
    await connect({ admin_token: SLACK.admin });
    stage.slack.trouble('chat.postMessage', { hangUp: 'afterwards' });
    const message = stage.slack.say(LEAK);
    expect((await arrive(stage.slack, message)).removal?.state).toBe('removed');
    expect(saying('A message by')).toHaveLength(1);
    await nextAttempt();
    expect(saying('A message by')).toHaveLength(1);
    expect(saying('Your message')).toHaveLength(1);
    expect((await latest(message.ts)).removal?.next_attempt_at).toBeNull();
  });

  it('a notice that was never written is written by the next worker', async () => {
    await connect({ admin_token: SLACK.admin });
    stage.slack.trouble('chat.postMessage', { status: 500 });
    await arrive(stage.slack, stage.slack.say(LEAK));
    expect(saying('A message by')).toEqual([]);
    await nextAttempt();
    expect(saying('A message by')).toHaveLength(1);
  });

  it.each([
    ['cant_delete_message', 'not_possible'],
    ['compliance_exports_prevent_deletion', 'not_possible'],
    ['token_revoked', 'failed'],
    ['missing_scope', 'failed'],
  ])('what Slack refuses for good is said, and the administrators are told: %s', async (error, state) => {
    await connect({ admin_token: SLACK.admin });
    stage.slack.trouble('chat.delete', { error });
    const { removal } = await arrive(stage.slack, stage.slack.say(LEAK));
    expect(removal).toMatchObject({ state, reason: error, gone_at: null, visible_ms: null, actions: [] });
    expect(saying('blocked')).toEqual([]);
    expect(await notices()).toEqual([`slack.not_removed.${error}`]);
  });

  it('one that is no administrator removes nothing and says so', async () => {
    await connect({ admin_token: SLACK.member });
    const { removal } = await arrive(stage.slack, stage.slack.say(LEAK));
    expect(removal).toMatchObject({ state: 'not_possible', reason: 'cant_delete_message' });
    expect(saying(LEAK)).toHaveLength(1);
  });

  it('an author who cannot be written to takes nothing back', async () => {
    await connect({ admin_token: SLACK.admin });
    stage.slack.trouble('conversations.open', { error: 'user_disabled' });
    const { removal } = await arrive(stage.slack, stage.slack.say(LEAK));
    expect(removal).toMatchObject({ state: 'removed', next_attempt_at: null });
  });

  it('what follows a leak in the next message is no part of it', async () => {
    await connect({ admin_token: SLACK.admin });
    await arrive(stage.slack, stage.slack.say(LEAK));
    const next = await arrive(stage.slack, stage.slack.say('thanks for that'));
    expect(next).toMatchObject({ state: 'clean', removal: null, findings: [] });
    expect(saying('thanks for that')).toHaveLength(1);
  });

  it('both halves of a number that was sent in two are taken away', async () => {
    await connect({ admin_token: SLACK.admin });
    await arrive(stage.slack, stage.slack.say('secret=abc'));
    await arrive(stage.slack, stage.slack.say('def123456'));
    expect(texts().filter(([, text]) => /abc|def/.test(text ?? ''))).toEqual([]);
    expect(saying('A message by')).toHaveLength(2);
  });
});

describe('with the token of an Enterprise organisation', () => {
  it('a message is covered by a tombstone, and the author is told', async () => {
    await connect({ admin_token: SLACK.admin, discovery_token: SLACK.discovery });
    const { removal } = await arrive(stage.slack, stage.slack.say(LEAK));
    expect(removal).toMatchObject({ state: 'tombstoned', adapter: 'discovery' });
    expect(stage.slack.messages[0]).toMatchObject({ text: LEAK, tombstoned: true });
    expect(stage.slack.count('chat.delete')).toBe(0);
    expect(saying('A message by')).toEqual([]);
    expect(saying('Your message')).toHaveLength(1);
  });
});

describe('with a bot alone', () => {
  it('the author is asked, the administrators are told, and nothing is ever called blocked', async () => {
    await connect();
    const { removal } = await arrive(stage.slack, stage.slack.say(LEAK));
    expect(removal).toMatchObject({ state: 'asked', adapter: 'bot', gone_at: null, visible_ms: null });
    expect(removal?.actions).toMatchObject([{ kind: 'asked' }]);
    expect(saying(LEAK)).toHaveLength(1);
    expect(saying('Please delete it: https://acme.slack.com/archives/')).toMatchObject([
      { channel: 'DU0ALICE' },
    ]);
    expect(saying('blocked')).toEqual([]);
    expect(await notices()).toEqual(['slack.author_asked']);
    expect(stage.slack.count('chat.delete')).toBe(0);
  });

  it('in the thread of the message, where no direct message can be sent', async () => {
    await connect();
    stage.slack.trouble('conversations.open', { error: 'cannot_dm_bot' });
    const message = stage.slack.say(LEAK);
    expect((await arrive(stage.slack, message)).removal?.state).toBe('asked');
    expect(saying('this message seems to hold')).toMatchObject([{ thread_ts: message.ts }]);
  });

  it('is asked once, also when the message is edited or unfurled', async () => {
    await connect();
    const message = stage.slack.say(LEAK);
    await arrive(stage.slack, message);
    const edited = {
      ...message,
      type: 'message',
      text: `${LEAK} again`,
      edited: { ts: '1700000000.000001' },
    };
    await sendToSlackDoor(
      envelope({ type: 'message', subtype: 'message_changed', channel: message.channel, message: edited }),
    );
    await workOff();
    expect(saying('Please delete it')).toHaveLength(1);
  });
});

describe('whatever there is', () => {
  it('a pattern that only alerts removes nothing', async () => {
    await connect({ admin_token: SLACK.admin });
    const described = await arrive(stage.slack, stage.slack.say('about project-manhattan'));
    expect(described).toMatchObject({ state: 'leaking', removal: null });
    expect(stage.slack.messages).toHaveLength(1);
  });

  it('what the bot could only ask for is removed once there is a token that can, and somebody says so', async () => {
    await connect();
    const message = await arrive(stage.slack, stage.slack.say(LEAK));
    await connect({ admin_token: SLACK.admin });
    await retryRemoval(systemContext('tests'), message.id);
    await workOff();
    expect((await latest(message.ts)).removal).toMatchObject({ state: 'removed', adapter: 'admin' });
    expect(saying('Your message')).toHaveLength(2);
    const again = retryRemoval(systemContext('tests'), message.id);
    await expect(again).rejects.toMatchObject({ code: 'conflict' });
  });

  it('a workspace that was disconnected meanwhile is said', async () => {
    await connect({ admin_token: SLACK.admin });
    stage.slack.trouble('chat.delete', { status: 503 });
    const message = stage.slack.say(LEAK);
    await arrive(stage.slack, message);
    await disconnectWorkspace(systemContext('tests'));
    await nextAttempt();
    expect((await latest(message.ts)).removal).toMatchObject({ state: 'failed', reason: 'disconnected' });
  });

  it('what is due and held by nobody gets another job, what is held does not', async () => {
    await connect({ admin_token: SLACK.admin });
    stage.slack.trouble('chat.delete', { status: 503 });
    await arrive(stage.slack, stage.slack.say(LEAK));
    const jobs = async () =>
      (await pool().query(`SELECT 1 FROM pgboss.job WHERE name = 'remediate-slack'`)).rowCount;
    const waiting = await jobs();
    await pool().query(
      `UPDATE slack_removals SET next_attempt_at = now() - interval '1 minute', claimed_until = now() + interval '1 minute'`,
    );
    await resumeSlackRemovals();
    expect(await jobs()).toBe(waiting);
    await pool().query(`UPDATE slack_removals SET claimed_until = now() - interval '1 second'`);
    await resumeSlackRemovals();
    expect(await jobs()).toBe((waiting ?? 0) + 1);
  });
});
