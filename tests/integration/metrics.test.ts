import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { GET as readMetrics } from '#app/api/metrics/route.ts';
import { systemContext } from '#lib/auth/context.ts';
import { closeScanner } from '#lib/dlp/scan-documents.ts';
import { installDefaults } from '#lib/pipeline/install-defaults.ts';
import { pool } from '#lib/platform/db.ts';
import { forgetSingleton } from '#lib/platform/singleton.ts';
import { enqueue } from '#lib/queue/enqueue.ts';
import { flushWarnings, noteWarning } from '#lib/warnings/note-warning.ts';
import { type Answer, callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makeClient } from '#tests/support/make-client.ts';
import { storeDestination } from '#tests/support/peer-dispatch.ts';
import { takeAndProcess, takeEvents } from '#tests/support/take-events.ts';

useTestDatabase();
const TOKEN = 'a-token-for-whoever-scrapes';

const setToken = (token: string | undefined): void => {
  if (token === undefined) delete process.env.METRICS_TOKEN;
  else process.env.METRICS_TOKEN = token;
  forgetSingleton('env');
};
beforeAll(() => installDefaults(systemContext('tests')));
afterEach(() => setToken(undefined));
afterAll(closeScanner);

const scrape = (token?: string): Promise<Answer> =>
  callRoute(readMetrics, { path: '/api/metrics', ...(token === undefined ? {} : { token }) });
/** Values by name and labels. */
const values = async (): Promise<Record<string, number>> => {
  setToken(TOKEN);
  const answer = await scrape(TOKEN);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  const lines = String(answer.body.text).trimEnd().split('\n');
  expect(lines.every((line) => /^# (HELP|TYPE) eye_\w+ .+$|^eye_\w+(\{.*\})? -?[\d.e-]+$/.test(line))).toBe(
    true,
  );
  return Object.fromEntries(
    lines
      .filter((line) => !line.startsWith('#'))
      .map((line) => [line.replace(/ \S+$/, ''), Number(line.split(' ').at(-1))]),
  );
};

it('404 while no token is set, 401 without that very token', async () => {
  expect((await scrape(TOKEN)).status).toBe(404);
  setToken(TOKEN);
  expect((await scrape()).status).toBe(401);
  expect((await scrape(`${TOKEN}x`)).status).toBe(401);
  expect((await scrape(TOKEN)).status).toBe(200);
});

it('counts what came in, what was refused, what waits and what became of it', async () => {
  const client = await makeClient();
  const { id } = await storeDestination({ name: 'The "log"', kind: 'log' });
  await takeAndProcess(client, [{ name: 'a' }, { name: 'b', data: '4111 1111 1111 1111' }]);
  await takeEvents(client, [{ name: 'c' }]);
  noteWarning(client.id, 'too_large', null);
  noteWarning(client.id, 'too_large', null);
  await flushWarnings();
  await enqueue('sweep-events', {});
  await pool().query(
    `INSERT INTO delivery_attempts (delivery_id, number, started_at, duration_ms, outcome)
      VALUES ('00000000-0000-7000-8000-000000000000', 1, now(), 1, 'lost')`,
  );
  await pool().query(
    `UPDATE deliveries SET status = 'delivered', next_attempt_at = NULL, finished_at = now()
      WHERE id = (SELECT id FROM deliveries WHERE destination_id = $1 LIMIT 1)`,
    [id],
  );
  const destination = String.raw`destination="The \"log\""`;
  expect(await values()).toMatchObject({
    'eye_events_recent{status="processed",verdict="pass"}': 1,
    'eye_events_recent{status="processed",verdict="redact"}': 1,
    'eye_events_recent{status="accepted",verdict="none"}': 1,
    'eye_warnings_recent{reason="too_large"}': 2,
    [`eye_deliveries_waiting{${destination}}`]: 1,
    [`eye_destination_state{${destination},state="active"}`]: 1,
    [`eye_destination_state{${destination},state="open"}`]: 0,
    [`eye_deliveries_recent{${destination},status="delivered"}`]: 1,
    [`eye_deliveries_recent{${destination},status="in_flight"}`]: 1,
    [`eye_ledger_difference{${destination}}`]: 0,
    eye_ledger_balanced: 1,
    'eye_queue_jobs{queue="sweep-events",state="created"}': 1,
    'eye_default_partition_rows{table="events"}': 0,
    'eye_default_partition_rows{table="delivery_attempts"}': 1,
    eye_metrics_missing: 0,
    'eye_event_loop_lag_seconds{quantile="p99"}': expect.any(Number),
    eye_process_memory_bytes: expect.any(Number),
  });
});

it('leaves out what cannot be counted in time, and says how much', async () => {
  const blocker = await pool().connect();
  try {
    await blocker.query('BEGIN; LOCK TABLE event_warnings IN ACCESS EXCLUSIVE MODE');
    const counted = await values();
    expect(counted.eye_metrics_missing).toBe(1);
    expect(counted).not.toHaveProperty('eye_warnings_recent{reason="too_large"}');
    expect(counted.eye_ledger_balanced).toBe(1);
  } finally {
    await blocker.query('ROLLBACK');
    blocker.release();
  }
});
