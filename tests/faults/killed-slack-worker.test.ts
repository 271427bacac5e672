import { expect, it } from 'vitest';
import { systemContext } from '#lib/auth/context.ts';
import { createPattern } from '#lib/dlp/create-pattern.ts';
import { pool } from '#lib/platform/db.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { startWorker } from '#tests/support/run-program.ts';
import { connect, messageEvent, pointAt, sendToSlackDoor } from '#tests/support/slack-events.ts';
import { SLACK, startSlack } from '#tests/support/slack-server.ts';
import { blocking } from '#tests/support/slack-stage.ts';

const database = useTestDatabase();
const MESSAGES = 60;

type Removal = { ts: string; state: string; gone: boolean };
async function removals(): Promise<Removal[]> {
  const { rows } = await pool().query<Removal>(
    'SELECT ts, state, gone_at IS NOT NULL AS gone FROM slack_removals ORDER BY ts',
  );
  return rows;
}
const blocked = async (): Promise<number> =>
  (await pool().query(`SELECT 1 FROM slack_actions WHERE kind = 'blocked'`)).rowCount ?? 0;

it('a worker killed among its deletions loses no message, and none is called blocked that is not', async () => {
  await using slack = await startSlack();
  pointAt(slack);
  await createPattern(systemContext('tests'), blocking('secret', 'secret=[A-Za-z0-9]{6,40}'));
  await connect({ admin_token: SLACK.admin });
  const leaks = Array.from({ length: MESSAGES }, (_, i) =>
    slack.say(`secret=number${i}`, { user: `U0USER${i}` }),
  );
  for (const leak of leaks) expect((await sendToSlackDoor(messageEvent(leak))).status).toBe(200);

  const isThere = (ts: string): boolean => slack.messages.some((message) => message.ts === ts);
  const noneIsCalledGone = async (): Promise<void> => {
    for (const { ts, state, gone } of await removals()) {
      if (state !== 'removed') expect(gone).toBe(false);
      else expect(isThere(ts), `${ts} is called removed`).toBe(false);
    }
    // Somebody who reads a notice has to be able to believe it.
    const notices = slack.messages.filter(({ text }) => text.startsWith('A message by'));
    for (const { text } of notices) {
      const leak = leaks.find(({ user }) => text.includes(`<@${user}>`));
      expect(isThere(leak?.ts ?? '')).toBe(false);
    }
  };
  for (const some of [3, 15, 30]) {
    await using worker = await startWorker(database.url);
    await expect
      .poll(() => slack.count('chat.delete'), { timeout: 30_000, interval: 1 })
      .toBeGreaterThan(some);
    expect(await worker.end('SIGKILL')).toEqual({ code: null, signal: 'SIGKILL' });
    await noneIsCalledGone();
    // As when the worker has been silent for long enough.
    await pool().query(
      `UPDATE slack_removals SET claimed_until = NULL, next_attempt_at = now() - interval '1 minute' WHERE next_attempt_at IS NOT NULL`,
    );
    await pool().query(
      `UPDATE slack_messages SET moved_at = now() - interval '10 minutes' WHERE state = 'scanning'`,
    );
    await pool().query(
      `UPDATE pgboss.job SET state = 'created' WHERE name = 'scan-slack-message' AND state = 'active'`,
    );
  }
  expect((await removals()).some(({ state }) => state === 'pending')).toBe(true);

  await using _worker = await startWorker(database.url);
  await expect
    .poll(async () => (await removals()).filter(({ state }) => state === 'removed').length, {
      timeout: 60_000,
      interval: 100,
    })
    .toBe(MESSAGES);
  const due = async () =>
    (await pool().query('SELECT 1 FROM slack_removals WHERE next_attempt_at IS NOT NULL')).rowCount;
  await expect.poll(due, { timeout: 60_000, interval: 100 }).toBe(0);
  await noneIsCalledGone();
  expect(await blocked()).toBe(MESSAGES);
  for (const { user } of leaks) {
    expect(slack.messages.filter(({ text }) => text.startsWith(`A message by <@${user}>`))).toHaveLength(1);
    expect(slack.messages.filter(({ channel }) => channel === `D${user}`)).toHaveLength(1);
  }
});
