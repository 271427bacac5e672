import { beforeEach, describe, expect, it } from 'vitest';
import { systemContext } from '#lib/auth/context.ts';
import { maintainPartitions } from '#lib/events/maintain-partitions.ts';
import { pool } from '#lib/platform/db.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { applyRetention } from '#lib/retention/apply-retention.ts';
import { getRetention } from '#lib/retention/get-retention.ts';
import { updateRetention } from '#lib/retention/update-retention.ts';
import { useTestDatabase } from '#tests/support/database.ts';

useTestDatabase();

const DAY_MS = 86_400_000;
const now = new Date();
const ctx = () => systemContext('tests');
/** Noon of the day so many days ago. */
const noon = (daysAgo: number): number =>
  Date.parse(`${now.toISOString().slice(0, 10)}T12:00:00Z`) - daysAgo * DAY_MS;
const dayOf = (daysAgo: number): string => new Date(noon(daysAgo)).toISOString().slice(0, 10);

async function keep(defaultDays: number, rules: Record<string, number> = {}): Promise<void> {
  const { version } = await getRetention(ctx());
  const given = Object.entries(rules).map(([category, days]) => ({ category, days }));
  await updateRetention(ctx(), { version, default_days: defaultDays, rules: given });
}

type Stored = {
  daysAgo: number;
  category?: string;
  status?: string;
  delivery?: string;
  deliveredDaysAgo?: number;
};

/** An event with a finding and, where asked for, a delivery with an attempt. Answers its id. */
async function store({
  daysAgo,
  category = 'c',
  status = 'processed',
  delivery,
  deliveredDaysAgo,
}: Stored): Promise<string> {
  const id = uuidv7At(noon(daysAgo));
  const values = [id, category, new Date(noon(daysAgo)), status];
  await pool().query(
    `INSERT INTO events (id, category, name, occurred_at, received_at, status, data) VALUES ($1, $2, 'n', $3, $3, $4, '{}')`,
    values,
  );
  await pool().query(
    `INSERT INTO finding_places (id, finding_id, subject_kind, subject_id, pattern_id, pattern_version, pattern_name, severity,
      action, confidence, path, masked, start_offset, end_offset)
      VALUES ($1, $1, 'event', $2, $1, 1, 'p', 'low', 'tag', 1, 'a', 'b', 0, 1)`,
    [uuidv7(), id],
  );
  if (delivery) {
    const deliveryId = uuidv7At(noon(deliveredDaysAgo ?? daysAgo));
    await pool().query(
      `INSERT INTO deliveries (id, event_id, destination_id, status) VALUES ($1, $2, $1, $3)`,
      [deliveryId, id, delivery],
    );
    await pool().query(
      `INSERT INTO delivery_attempts (delivery_id, number, started_at, duration_ms, outcome) VALUES ($1, 1, now(), 1, 'delivered')`,
      [deliveryId],
    );
  }
  return id;
}

/** A fresh generator per call: ids of the past, in any order. */
const uuidv7At = (ms: number): string => {
  const hex = ms.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}${uuidv7().slice(13)}`;
};

const makeDays = async (...daysAgo: number[]): Promise<void> => {
  for (const ago of daysAgo) await pool().query('SELECT ensure_day_partitions($1::date, 1)', [dayOf(ago)]);
};
const run = (options: { patienceMs?: number; stop?: AbortSignal } = {}) =>
  applyRetention(ctx(), now, options);

const STREAMS = ['events', 'deliveries', 'delivery_attempts'];
/** Which of the tables of the day there are. */
async function tablesOf(daysAgo: number): Promise<string[]> {
  const { rows } = await pool().query(
    'SELECT s FROM unnest($1::text[]) s WHERE to_regclass(s || $2) IS NOT NULL',
    [STREAMS, `_${dayOf(daysAgo).replaceAll('-', '')}`],
  );
  return rows.map(({ s }) => s);
}
const idsIn = async (table: string, column = 'id'): Promise<string[]> =>
  (await pool().query(`SELECT ${column} AS id FROM ${table} ORDER BY 1`)).rows.map(({ id }) => id);
const findingsOf = (): Promise<string[]> => idsIn('finding_places', 'subject_id');

beforeEach(async () => {
  await pool().query('TRUNCATE events, deliveries, delivery_attempts, findings, finding_places CASCADE');
  // What the test before left goes with it.
  await keep(1);
  await run();
  await keep(30);
});

describe('a day whose events have all expired', () => {
  it('is dropped as a whole, with its findings, deliveries and attempts, and the trail says so', async () => {
    await makeDays(31, 30);
    await store({ daysAgo: 31, delivery: 'delivered' });
    const kept = await store({ daysAgo: 30, delivery: 'delivered' });
    expect(await run()).toEqual([{ day: dayOf(31), outcome: 'dropped', events: 1 }]);
    expect(await tablesOf(31)).toEqual([]);
    expect(await tablesOf(30)).toEqual(STREAMS);
    expect(await idsIn('events')).toEqual([kept]);
    expect(await findingsOf()).toEqual([kept]);
    expect(await idsIn('deliveries', 'event_id')).toEqual([kept]);
    expect(await idsIn('delivery_attempts', 'delivery_id')).toHaveLength(1);
    const { rows } = await pool().query(
      `SELECT subject_id, before, actor_type FROM audit_entries WHERE action = 'retention.drop' ORDER BY id DESC LIMIT 1`,
    );
    expect(rows).toEqual([
      { subject_id: dayOf(31), before: { day: dayOf(31), events: 1 }, actor_type: 'system' },
    ]);
  });

  it('takes deliveries with it that were made on a later day', async () => {
    await makeDays(31, 30);
    await store({ daysAgo: 31, delivery: 'delivered', deliveredDaysAgo: 30 });
    const kept = await store({ daysAgo: 30, delivery: 'delivered' });
    await run();
    expect(await idsIn('deliveries', 'event_id')).toEqual([kept]);
    expect(await idsIn('delivery_attempts', 'delivery_id')).toHaveLength(1);
  });

  it('leaves the table of its deliveries while one of them belongs to an earlier event that is kept', async () => {
    await makeDays(33, 32);
    await keep(30, { audit: 365 });
    const kept = await store({ daysAgo: 33, category: 'audit', delivery: 'delivered', deliveredDaysAgo: 32 });
    await store({ daysAgo: 32, delivery: 'delivered' });
    expect(await run()).toEqual([{ day: dayOf(32), outcome: 'dropped', events: 1 }]);
    expect(await tablesOf(32)).toEqual(['deliveries', 'delivery_attempts']);
    expect(await idsIn('deliveries', 'event_id')).toEqual([kept]);
    await keep(30);
    await run();
    expect([await tablesOf(32), await tablesOf(33)]).toEqual([[], []]);
  });
});

describe('a day of several categories', () => {
  it('loses the category that expired, by rows, and keeps the others', async () => {
    await makeDays(5);
    await keep(30, { noise: 3 });
    await store({ daysAgo: 5, category: 'noise', delivery: 'delivered' });
    const others = [
      await store({ daysAgo: 5, category: 'orders', delivery: 'dead' }),
      await store({ daysAgo: 5, category: 'zeta' }),
    ];
    expect(await run()).toEqual([{ day: dayOf(5), outcome: 'deleted', events: 1 }]);
    expect(await idsIn('events')).toEqual(others.toSorted());
    expect(await findingsOf()).toEqual(others.toSorted());
    expect(await idsIn('deliveries', 'event_id')).toEqual([others[0]]);
    expect(await idsIn('delivery_attempts', 'delivery_id')).toHaveLength(1);
    expect(await run()).toEqual([]);
  });

  it('keeps what is kept longer than the default, and goes as a whole once that has expired too', async () => {
    await makeDays(40);
    await keep(30, { audit: 365 });
    await store({ daysAgo: 40, category: 'orders' });
    const kept = await store({ daysAgo: 40, category: 'audit' });
    expect(await run()).toMatchObject([{ outcome: 'deleted', events: 1 }]);
    expect(await idsIn('events')).toEqual([kept]);
    await keep(30, { audit: 39 });
    expect(await run()).toEqual([{ day: dayOf(40), outcome: 'dropped', events: 1 }]);
  });

  it('is emptied batch by batch, however many there are', async () => {
    await makeDays(5);
    await keep(30, { noise: 3 });
    await pool().query(
      `INSERT INTO events (id, category, name, occurred_at, received_at, status, data)
        SELECT (left($1, 23) || '-' || lpad(to_hex(i), 12, '0'))::uuid, CASE WHEN i % 10 = 0 THEN 'orders' ELSE 'noise' END,
          'n', now(), now(), 'processed', '{}' FROM generate_series(1, 7000) AS i`,
      [uuidv7At(noon(5))],
    );
    expect(await run()).toEqual([{ day: dayOf(5), outcome: 'deleted', events: 6_300 }]);
    expect(await idsIn('events')).toHaveLength(700);
  });
});

describe('a day with something still to be done', () => {
  it.each(['accepted', 'processing'])('keeps its table while an event is %s', async (status) => {
    await makeDays(31);
    const id = await store({ daysAgo: 31, status });
    await store({ daysAgo: 31 });
    expect(await run()).toEqual([{ day: dayOf(31), outcome: 'held', events: 0 }]);
    expect(await idsIn('events')).toHaveLength(2);
    expect(await findingsOf()).toHaveLength(2);
    await pool().query(`UPDATE events SET status = 'failed' WHERE id = $1`, [id]);
    expect(await run()).toEqual([{ day: dayOf(31), outcome: 'dropped', events: 2 }]);
  });

  it.each(['pending', 'delivering'])(
    'keeps its table while a delivery is %s, also one of a later day',
    async (status) => {
      await makeDays(31, 1);
      await store({ daysAgo: 31, delivery: status, deliveredDaysAgo: 1 });
      expect(await run()).toEqual([{ day: dayOf(31), outcome: 'held', events: 0 }]);
      await pool().query(`UPDATE deliveries SET status = 'dead'`);
      expect(await run()).toEqual([{ day: dayOf(31), outcome: 'dropped', events: 1 }]);
      expect(await idsIn('deliveries')).toEqual([]);
    },
  );

  it('keeps single rows of an expired category for the same reasons', async () => {
    await makeDays(5);
    await keep(30, { noise: 3 });
    await store({ daysAgo: 5, category: 'noise' });
    const kept = [
      await store({ daysAgo: 5, category: 'noise', status: 'accepted' }),
      await store({ daysAgo: 5, category: 'noise', delivery: 'pending' }),
      await store({ daysAgo: 5, category: 'orders' }),
    ];
    expect(await run()).toEqual([{ day: dayOf(5), outcome: 'deleted', events: 1 }]);
    expect(await idsIn('events')).toEqual(kept.toSorted());
  });
});

describe('a table that is in use', () => {
  const hold = async () => {
    const reader = await pool().connect();
    await reader.query('BEGIN');
    await reader.query('SELECT count(*) FROM events');
    return {
      release: async () => {
        await reader.query('COMMIT');
        reader.release();
      },
    };
  };
  const isAsked = async (): Promise<boolean> =>
    (
      await pool().query(
        `SELECT 1 FROM pg_locks WHERE NOT granted AND mode = 'AccessExclusiveLock' AND relation = 'events'::regclass`,
      )
    ).rowCount === 1;

  it('is asked for again and again, lets writers pass meanwhile, and is dropped once it is free', async () => {
    await makeDays(31);
    await store({ daysAgo: 31 });
    const reader = await hold();
    const running = run();
    await expect.poll(isAsked, { interval: 5 }).toBe(true);
    const startedAtMs = performance.now();
    await store({ daysAgo: 0 });
    expect(performance.now() - startedAtMs).toBeLessThan(2_000);
    await expect.poll(isAsked, { interval: 5 }).toBe(false);
    expect(await tablesOf(31)).toContain('events');
    await reader.release();
    expect(await running).toEqual([{ day: dayOf(31), outcome: 'dropped', events: 1 }]);
  });

  it('waits for the next run when it stays in use, and no entry of the trail says that it went', async () => {
    await makeDays(31);
    await store({ daysAgo: 31 });
    const entries = async () =>
      (await pool().query(`SELECT count(*)::int AS n FROM audit_entries WHERE action = 'retention.drop'`))
        .rows[0].n;
    const before = await entries();
    const reader = await hold();
    try {
      expect(await run({ patienceMs: 300 })).toEqual([{ day: dayOf(31), outcome: 'busy', events: 0 }]);
    } finally {
      await reader.release();
    }
    expect(await tablesOf(31)).toEqual(STREAMS);
    expect(await entries()).toBe(before);
    expect(await run()).toMatchObject([{ outcome: 'dropped' }]);
  });
});

describe('a run that was told to stop', () => {
  it('begins nothing more', async () => {
    await makeDays(31);
    await store({ daysAgo: 31 });
    expect(await run({ stop: AbortSignal.abort() })).toEqual([]);
    expect(await idsIn('events')).toHaveLength(1);
  });
});

describe('days without events', () => {
  it('go with the default, and those of the coming week stay', async () => {
    await makeDays(31, 30);
    await run();
    expect(await tablesOf(31)).toEqual([]);
    expect(await tablesOf(30)).toEqual(STREAMS);
    expect(await tablesOf(-3)).toEqual(STREAMS);
  });
});

describe('rows whose day had no partition', () => {
  it('get one, and expire like all others', async () => {
    await store({ daysAgo: 50, delivery: 'delivered' });
    const { rows } = await pool().query('SELECT tableoid::regclass::text AS name FROM events');
    expect(rows).toEqual([{ name: 'events_default' }]);
    await maintainPartitions(now);
    expect(await tablesOf(50)).toEqual(STREAMS);
    expect(await run()).toEqual([{ day: dayOf(50), outcome: 'dropped', events: 1 }]);
    expect(await tablesOf(50)).toEqual([]);
  });
});
