import { describe, expect, it } from 'vitest';
import { maintainPartitions } from '#lib/events/maintain-partitions.ts';
import { pool } from '#lib/platform/db.ts';
import { uuidv7, uuidv7Floor } from '#lib/platform/ids.ts';
import { useTestDatabase } from '#tests/support/database.ts';

useTestDatabase();

const DAY_MS = 86_400_000;
/** Beyond the week that a fresh database has partitions for. */
const later = new Date(Date.now() + 20 * DAY_MS);

async function storeEvent(at: Date): Promise<string> {
  const id = uuidv7(at.getTime());
  await pool().query(
    `INSERT INTO events (id, category, name, occurred_at, received_at, data) VALUES ($1, 'c', 'n', $2, $2, '{}')`,
    [id, at],
  );
  return id;
}

const partitionOf = async (id: string): Promise<string> =>
  (await pool().query('SELECT tableoid::regclass::text AS name FROM events WHERE id = $1', [id])).rows[0]
    .name;

const nameOf = (at: Date): string => `events_${at.toISOString().slice(0, 10).replaceAll('-', '')}`;

describe('an event that came while its day had no partition', () => {
  it('is kept, and does not keep the partition from being made', async () => {
    const id = await storeEvent(later);
    expect(await partitionOf(id)).toBe('events_default');
    await maintainPartitions(later);
    expect(await partitionOf(id)).toBe(nameOf(later));
    expect(await partitionOf(await storeEvent(later))).toBe(nameOf(later));
  });
});

describe('a row of a day that is over and has no partition', () => {
  it('gets one as well, whichever table it lies in', async () => {
    const at = new Date(Date.now() - 90 * DAY_MS);
    const id = uuidv7Floor(at);
    await pool().query(
      `INSERT INTO delivery_attempts (delivery_id, number, started_at, duration_ms, outcome) VALUES ($1, 1, $2, 1, 'lost')`,
      [id, at],
    );
    await maintainPartitions(new Date());
    const { rows } = await pool().query('SELECT tableoid::regclass::text AS name FROM delivery_attempts');
    expect(rows).toEqual([{ name: nameOf(at).replace('events', 'delivery_attempts') }]);
  });
});

describe('partitions', () => {
  it('are made once, however many processes start together', async () => {
    const at = new Date(later.getTime() + 20 * DAY_MS);
    await Promise.all([1, 2, 3].map(() => maintainPartitions(at)));
    expect(await partitionOf(await storeEvent(at))).toBe(nameOf(at));
  });

  it('have the indexes of their parent', async () => {
    const indexes = async (table: string): Promise<number> =>
      (await pool().query('SELECT count(*)::int AS n FROM pg_indexes WHERE tablename = $1', [table])).rows[0]
        .n;
    const at = new Date(later.getTime() + 40 * DAY_MS);
    await maintainPartitions(at);
    expect(await indexes('events')).toBeGreaterThan(1);
    expect(await indexes(nameOf(at))).toBe(await indexes('events'));
  });
});

describe("senders' ids past their window", () => {
  it('are forgotten, however many there are, and younger ones stay', async () => {
    const now = new Date();
    const [old, young] = [uuidv7Floor(new Date(now.getTime() - 8 * DAY_MS)), uuidv7Floor(now)];
    await pool().query(
      `INSERT INTO event_keys (owner_id, external_id, event_id)
        SELECT $1::uuid, 'id ' || i, CASE WHEN i <= 12000 THEN $1::uuid ELSE $2::uuid END FROM generate_series(1, 12003) AS i`,
      [old, young],
    );
    await maintainPartitions(now);
    const { rows } = await pool().query('SELECT event_id FROM event_keys');
    expect(rows.map((row) => row.event_id)).toEqual([young, young, young]);
  });
});
