import { describe, expect, it } from 'vitest';
import { systemContext } from '#lib/auth/context.ts';
import { type DecisionResult, FindingDecision } from '#lib/findings/schema.ts';
import { decideAndExclude } from '#lib/pipeline/decide-findings.ts';
import type { DescribedSlackMessage } from '#lib/pipeline/describe-slack-message.ts';
import { undoWithExclusions } from '#lib/pipeline/undo-decision.ts';
import { pool } from '#lib/platform/db.ts';
import { forgetSlackMessages } from '#lib/slack/forget-messages.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { connect, envelope, sendToSlackDoor } from '#tests/support/slack-events.ts';
import { SLACK } from '#tests/support/slack-server.ts';
import { arrive, latest, nextAttempt, useSlackStage, workOff } from '#tests/support/slack-stage.ts';

useTestDatabase();
const stage = useSlackStage();
const ctx = () => systemContext('tests');
const LEAK = 'secret=mysecret123';

const decide = (
  { findings }: DescribedSlackMessage,
  { reason = 'false_positive', only = findings.length } = {},
): Promise<DecisionResult> => {
  const ids = [...new Set(findings.map(({ id }) => id))].slice(0, only);
  return decideAndExclude(ctx(), FindingDecision.parse({ ids, state: 'closed', reason }));
};
const said = (words: string) => stage.slack.messages.filter(({ text }) => text.includes(words));

describe('a message of which every finding is a false positive', () => {
  it('is uncovered where it has a tombstone, with its files', async () => {
    await connect({ discovery_token: SLACK.discovery });
    const files = [stage.slack.upload('notes.txt', LEAK)];
    const message = await arrive(stage.slack, stage.slack.say(`${LEAK} as well`, { files }));
    expect(message.removal?.state).toBe('tombstoned');
    await decide(message);
    await nextAttempt();
    expect((await latest(message.ts)).removal).toMatchObject({ state: 'restored', next_attempt_at: null });
    expect(stage.slack.messages[0]).toMatchObject({ tombstoned: false });
    expect(files).toMatchObject([{ tombstoned: false }]);
  });

  it('is said again by the bot where it was deleted, with its author, once, and with what is lost', async () => {
    await connect({ admin_token: SLACK.admin });
    const message = await arrive(
      stage.slack,
      stage.slack.say(`${LEAK}\nis no secret`, { thread_ts: '1.000001' }),
    );
    await decide(message);
    stage.slack.trouble('chat.postMessage', { hangUp: 'afterwards' });
    await nextAttempt();
    await nextAttempt();
    const [again, ...more] = said(`>${LEAK}`);
    expect(more).toEqual([]);
    expect(again).toMatchObject({ channel: SLACK.channel, thread_ts: '1.000001', user: SLACK.botUser });
    expect(again?.text).toContain('A message by <@U0ALICE>');
    expect(again?.text).toContain('its reactions and its files are lost');
    expect((await latest(message.ts)).removal).toMatchObject({ state: 'restored', adapter: 'admin' });
  });

  it('stays as it is once put back, also when Slack adds a preview to it; an edit is looked at anew', async () => {
    await connect({ discovery_token: SLACK.discovery });
    const written = stage.slack.say(LEAK);
    await decide(await arrive(stage.slack, written));
    await nextAttempt();
    const changed = (more: Record<string, unknown>) =>
      envelope({
        type: 'message',
        subtype: 'message_changed',
        channel: written.channel,
        message: { ...written, type: 'message', ...more },
      });
    await sendToSlackDoor(changed({ attachments: [{ text: LEAK }] }));
    await workOff();
    expect((await latest(written.ts)).removal?.state).toBe('restored');
    await sendToSlackDoor(changed({ text: 'secret=another456', edited: { ts: '1700000000.000001' } }));
    await workOff();
    expect((await latest(written.ts)).removal?.state).toBe('tombstoned');
  });

  it('is not put back by the bot once its text was forgotten, and that is said', async () => {
    await connect({ admin_token: SLACK.admin });
    const message = await arrive(stage.slack, stage.slack.say(LEAK));
    await forgetSlackMessages(new Date(Date.now() + 31 * 86_400_000));
    await decide(message);
    await nextAttempt();
    expect((await latest(message.ts)).removal).toMatchObject({ state: 'removed', reason: 'text_forgotten' });
  });
});

describe('a message stays away', () => {
  it('when only one of its findings is a false positive', async () => {
    await connect({ admin_token: SLACK.admin });
    const message = await arrive(stage.slack, stage.slack.say(`${LEAK} api_key=abcdef123`));
    await decide(message, { only: 1 });
    await nextAttempt();
    expect((await latest(message.ts)).removal).toMatchObject({ state: 'removed', next_attempt_at: null });
    await decide(message);
    await nextAttempt();
    expect((await latest(message.ts)).removal?.state).toBe('restored');
  });

  it('when it was a leak after all', async () => {
    await connect({ admin_token: SLACK.admin });
    const message = await arrive(stage.slack, stage.slack.say(LEAK));
    await decide(message, { reason: 'remediated' });
    await nextAttempt();
    expect((await latest(message.ts)).removal?.state).toBe('removed');
  });

  it('when the decision is taken back in time', async () => {
    await connect({ admin_token: SLACK.admin });
    const message = await arrive(stage.slack, stage.slack.say(LEAK));
    const { decision_id } = await decide(message);
    const { rows } = await pool().query<{ inSeconds: number }>(
      `SELECT extract(epoch FROM next_attempt_at - now())::int AS "inSeconds" FROM slack_removals`,
    );
    expect(rows[0]?.inSeconds).toBeGreaterThan(20);
    await undoWithExclusions(ctx(), decision_id);
    await nextAttempt();
    expect((await latest(message.ts)).removal).toMatchObject({ state: 'removed', next_attempt_at: null });
    expect(said(`>${LEAK}`)).toEqual([]);
  });
});
