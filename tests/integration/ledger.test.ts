import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { GET as readOverview } from '#app/api/v1/overview/route.ts';
import { checkLedgerJob } from '#jobs/check-ledger.ts';
import { systemContext } from '#lib/auth/context.ts';
import { closeScanner } from '#lib/dlp/scan-documents.ts';
import type { Ledger } from '#lib/metrics/schema.ts';
import { installDefaults } from '#lib/pipeline/install-defaults.ts';
import { clock } from '#lib/platform/clock.ts';
import { pool } from '#lib/platform/db.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { log } from '#lib/platform/log.ts';
import { callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makeClient, type TestClient } from '#tests/support/make-client.ts';
import { storeDestination } from '#tests/support/peer-dispatch.ts';
import { makePerson, type Person } from '#tests/support/people.ts';
import { takeAndProcess } from '#tests/support/take-events.ts';

useTestDatabase();
const realNow = clock.now;
const CARD = '4111 1111 1111 1111';

let viewer: Person;
let client: TestClient;
let everything: string;
let orders: string;
beforeAll(async () => {
  await installDefaults(systemContext('tests'));
  viewer = await makePerson('vera', ['viewer']);
  client = await makeClient();
  everything = (await storeDestination({ name: 'Everything', kind: 'log' })).id;
  orders = (await storeDestination({ name: 'Orders', kind: 'log', filter: { category: 'orders' } })).id;
});
afterEach(() => {
  clock.now = realNow;
  vi.restoreAllMocks();
});
afterAll(closeScanner);

const ledger = async (): Promise<Ledger> => {
  const answer = await callRoute(readOverview, { path: '/api/v1/overview', token: viewer.token });
  expect(answer.status).toBe(200);
  return answer.body.ledger as Ledger;
};
/** Sums over the minutes, by destination. */
const sums = ({ rows }: Ledger, id: string): Record<string, number> => {
  const sum: Record<string, number> = {};
  for (const row of rows.filter(({ destination_id }) => destination_id === id))
    for (const [name, value] of Object.entries(row))
      if (typeof value === 'number' && value !== 0) sum[name] = (sum[name] ?? 0) + value;
  return sum;
};
const later = (minutes: number): void => {
  const at = new Date(realNow().getTime() + minutes * 60_000);
  clock.now = () => at;
};

it('says of every destination what became of what was decided', async () => {
  await takeAndProcess(client, [
    { name: 'a', category: 'orders' },
    { name: 'b', category: 'orders', data: CARD },
    { name: 'c' },
    { name: 'd', data: 'key AKIAIOSFODNN7EXAMPLE' },
  ]);
  const counted = await ledger();
  expect(counted.balanced).toBe(true);
  expect(sums(counted, everything)).toEqual({ accepted: 4, in_flight: 4 });
  expect(sums(counted, orders)).toEqual({ accepted: 2, in_flight: 2 });
  expect(counted.rows.every(({ difference }) => difference === 0)).toBe(true);

  const statuses = ['delivered', 'dead', 'withheld', 'discarded'];
  await pool().query(
    `UPDATE deliveries d SET status = ($2::text[])[n.place] FROM (
        SELECT id, row_number() OVER (ORDER BY id) AS place FROM deliveries WHERE destination_id = $1
      ) AS n WHERE n.id = d.id`,
    [everything, statuses],
  );
  expect(sums(await ledger(), everything)).toEqual({
    accepted: 4,
    delivered: 1,
    dead: 1,
    withheld: 1,
    discarded: 1,
  });
});

it('raises the alarm when a delivery is lost, once its minute is over for a minute', async () => {
  const error = vi.spyOn(log, 'error').mockReturnValue();
  const [id] = await takeAndProcess(client, [{ name: 'lost', category: 'orders' }]);
  await checkLedgerJob.run([{}]);
  later(3);
  await checkLedgerJob.run([{}]);
  expect(error).not.toHaveBeenCalled();

  const { rows } = await pool().query<Record<string, unknown>>(
    'DELETE FROM deliveries WHERE event_id = $1 AND destination_id = $2 RETURNING *',
    [id, orders],
  );
  clock.now = realNow;
  await checkLedgerJob.run([{}]);
  expect((await ledger()).balanced).toBe(true);
  expect(error).not.toHaveBeenCalled();
  expect(sums(await ledger(), orders)).toMatchObject({ difference: 1 });

  later(3);
  await checkLedgerJob.run([{}]);
  expect(error).toHaveBeenCalledExactlyOnceWith(
    { unbalanced: [expect.objectContaining({ destination: 'Orders', difference: 1 })] },
    expect.stringContaining('does not balance'),
  );
  expect((await ledger()).balanced).toBe(false);

  await pool().query(
    `INSERT INTO deliveries (id, event_id, destination_id, status) VALUES ($1, $2, $3, 'pending')`,
    [rows[0]?.id, id, orders],
  );
  expect((await ledger()).balanced).toBe(true);
});

it('raises the alarm when a delivery is there twice', async () => {
  const error = vi.spyOn(log, 'error').mockReturnValue();
  const [id] = await takeAndProcess(client, [{ name: 'twice' }]);
  const twin = uuidv7();
  await pool().query(
    `INSERT INTO deliveries (id, event_id, destination_id, status) VALUES ($1, $2, $3, 'pending')`,
    [twin, id, everything],
  );
  later(3);
  await checkLedgerJob.run([{}]);
  expect(error).toHaveBeenCalledOnce();
  expect(sums(await ledger(), everything)).toMatchObject({ difference: -1 });
  await pool().query('DELETE FROM deliveries WHERE id = $1', [twin]);
});

it('leaves out minutes whose decisions were not kept', async () => {
  const [id] = await takeAndProcess(client, [{ name: 'early' }]);
  await pool().query('UPDATE events SET destination_ids = NULL WHERE id = $1', [id]);
  later(3);
  expect((await ledger()).balanced).toBe(true);
});

it('503: the overview says so when the tables cannot be counted in time', async () => {
  const blocker = await pool().connect();
  try {
    await blocker.query('BEGIN; LOCK TABLE deliveries IN ACCESS EXCLUSIVE MODE');
    const level = log.level;
    log.level = 'silent';
    const answer = await callRoute(readOverview, { path: '/api/v1/overview', token: viewer.token });
    log.level = level;
    expect(answer).toMatchObject({ status: 503, body: { reason: 'too_slow' } });
  } finally {
    await blocker.query('ROLLBACK');
    blocker.release();
  }
});
