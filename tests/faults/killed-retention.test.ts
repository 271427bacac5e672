import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { systemContext } from '#lib/auth/context.ts';
import { pool } from '#lib/platform/db.ts';
import { applyRetention } from '#lib/retention/apply-retention.ts';
import { updateRetention } from '#lib/retention/update-retention.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { startProgram } from '#tests/support/run-program.ts';

const database = useTestDatabase();
const PEER = fileURLToPath(new URL('../support/peer-retention.ts', import.meta.url));
const EVENTS = 60_000;
const DAY_MS = 86_400_000;
const MIXED = new Date(Date.now() - 5 * DAY_MS).toISOString().slice(0, 10);
const WHOLE = new Date(Date.now() - 40 * DAY_MS).toISOString().slice(0, 10);

/** Half of them expire; each has a finding and a delivery with its attempt. */
async function fill(day: string): Promise<void> {
  await pool().query('SELECT ensure_day_partitions($1::date, 1)', [day]);
  const id = `(left(uuid_of_day('${day}')::text, 24) || lpad(to_hex(i), 12, '0'))::uuid`;
  const from = `FROM generate_series(1, ${EVENTS}) AS i`;
  await pool().query(
    `INSERT INTO events (id, category, name, occurred_at, received_at, status, data)
      SELECT ${id}, CASE WHEN i % 2 = 0 THEN 'noise' ELSE 'orders' END, 'n', now(), now(), 'processed', '{}' ${from}`,
  );
  await pool().query(
    `INSERT INTO finding_places (id, finding_id, subject_kind, subject_id, pattern_id, pattern_version, pattern_name,
        severity, action, confidence, path, masked, start_offset, end_offset)
      SELECT ${id}, ${id}, 'event', ${id}, ${id}, 1, 'p', 'low', 'tag', 1, 'a', 'b', 0, 1 ${from}`,
  );
  await pool().query(
    `INSERT INTO deliveries (id, event_id, destination_id, status) SELECT ${id}, ${id}, ${id}, 'delivered' ${from}`,
  );
  await pool().query(
    `INSERT INTO delivery_attempts (delivery_id, number, started_at, duration_ms, outcome)
      SELECT ${id}, 1, now(), 1, 'delivered' ${from}`,
  );
}

type Counts = { events: number; findings: number; deliveries: number; attempts: number; orphans: number };
async function count(): Promise<Counts> {
  const orphans = (table: string, column: string): string =>
    `(SELECT count(*)::int FROM ${table} t WHERE NOT EXISTS (SELECT 1 FROM events e WHERE e.id = t.${column}))`;
  const { rows } = await pool().query<Counts>(
    `SELECT (SELECT count(*)::int FROM events) AS events, (SELECT count(*)::int FROM finding_places) AS findings,
      (SELECT count(*)::int FROM deliveries) AS deliveries, (SELECT count(*)::int FROM delivery_attempts) AS attempts,
      ${orphans('finding_places', 'subject_id')} + ${orphans('deliveries', 'event_id')} + ${orphans('delivery_attempts', 'delivery_id')} AS orphans`,
  );
  if (!rows[0]) throw new Error('Counting answered no row.');
  return rows[0];
}

/** A look that is over long before the run is. */
const hasBegun = async (): Promise<boolean> =>
  (await pool().query('SELECT 1 FROM finding_places ORDER BY id OFFSET $1 LIMIT 1', [2 * EVENTS - 1]))
    .rowCount === 0;

it('a run killed among its deletions leaves nothing without its event, and the next run does the rest', async () => {
  await fill(MIXED);
  await fill(WHOLE);
  const rules = [{ category: 'noise', days: 2 }];
  await updateRetention(systemContext('tests'), { version: 1, default_days: 30, rules });
  {
    await using program = await startProgram(PEER, { DATABASE_URL: database.url });
    await expect.poll(hasBegun, { timeout: 30_000, interval: 1 }).toBe(true);
    expect(await program.end('SIGKILL')).toEqual({ code: null, signal: 'SIGKILL' });
  }
  const between = await count();
  expect(between.findings).toBeGreaterThan(EVENTS / 2);
  expect(between.orphans).toBe(0);
  await applyRetention(systemContext('tests'), new Date());
  const left = EVENTS / 2;
  expect(await count()).toEqual({
    events: left,
    findings: left,
    deliveries: left,
    attempts: left,
    orphans: 0,
  });
  const { rows } = await pool().query(`SELECT DISTINCT category FROM events`);
  expect(rows).toEqual([{ category: 'orders' }]);
});
