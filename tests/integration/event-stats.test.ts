import { beforeAll, describe, expect, it } from 'vitest';
import { GET as listEvents } from '#app/api/v1/events/route.ts';
import { GET as readStats } from '#app/api/v1/events/stats/route.ts';
import type { EventStats, FacetName } from '#lib/events/schema.ts';
import { clock } from '#lib/platform/clock.ts';
import { pool } from '#lib/platform/db.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { type Answer, callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { generateEvents } from '#tests/support/generate-events.ts';
import { makeClient, type TestClient } from '#tests/support/make-client.ts';
import { quietLog } from '#tests/support/peer-dispatch.ts';
import { makePerson, type Person } from '#tests/support/people.ts';

useTestDatabase();

let viewer: Person;
let nobody: Person;
let shop: TestClient;
let bank: TestClient;

// A whole hour, so that the bars are known.
const HOUR_MS = 3_600_000;
const untilMs = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
const from = new Date(untilMs - HOUR_MS).toISOString();
const to = new Date(untilMs).toISOString();

beforeAll(async () => {
  viewer = await makePerson('vera', ['viewer']);
  nobody = await makePerson('nora', []);
  shop = await makeClient({ name: 'Shop' });
  bank = await makeClient({ name: 'Bank' });
  // Every 3 s over the hour before the last full one: 20 a minute.
  await generateEvents({ count: 1_200, everyMs: 3_000, untilMs, clientId: shop.id });
  await generateEvents({
    count: 100,
    everyMs: 3_000,
    untilMs: untilMs - 1,
    clientId: bank.id,
    categories: 30,
  });
});

const ask = (query: Record<string, string>, token = viewer.token): Promise<Answer> =>
  callRoute(readStats, { path: `/api/v1/events/stats?${new URLSearchParams(query)}`, token });
const stats = async (query: Record<string, string>, token = viewer.token): Promise<EventStats> => {
  const answer = await ask(query, token);
  expect(answer.status).toBe(200);
  return answer.body as EventStats;
};
const facet = (of: EventStats, name: FacetName): Record<string, number> =>
  Object.fromEntries((of.facets[name]?.values ?? []).map(({ label, count }) => [label, count]));

describe('200', () => {
  it('counts bars and facets over the filter', async () => {
    const counted = await stats({ from, to, client: shop.id });
    expect(counted).toMatchObject({
      from,
      to,
      bucket_seconds: 30,
      total: 1_200,
      earlier: 0,
      estimated: false,
      note: null,
    });
    expect(counted.bars).toHaveLength(120);
    expect(counted.bars?.every(({ count, partial }) => count === 10 && !partial)).toBe(true);
    expect(counted.bars?.reduce((sum, bar) => sum + bar.pass, 0)).toBe(1_080);
    expect(counted.bars?.reduce((sum, bar) => sum + bar.block, 0)).toBe(12);
    expect(facet(counted, 'verdict')).toEqual({ pass: 1_080, redact: 108, block: 12 });
    expect(facet(counted, 'severity')).toEqual({ none: 1_080, high: 120 });
    expect(facet(counted, 'status')).toEqual({ processed: 1_200 });
    expect(Object.keys(facet(counted, 'category'))).toHaveLength(5);
  });

  it('counts each facet without its own filter, and the others with it', async () => {
    const all = await stats({ from, to });
    expect(facet(all, 'client')).toEqual({ Shop: 1_200, Bank: 100 });
    const blocked = await stats({ from, to, verdict: 'block', client: shop.id });
    expect(blocked.total).toBe(12);
    expect(facet(blocked, 'verdict')).toEqual({ pass: 1_080, redact: 108, block: 12 });
    expect(facet(blocked, 'client')).toEqual({ Shop: 12, Bank: 1 });
    expect(facet(blocked, 'severity')).toEqual({ high: 12 });
  });

  it('counts a facet whole of which one value is left out', async () => {
    const counted = await stats({ from, to, client: shop.id, 'not.verdict': 'pass' });
    expect(counted.total).toBe(120);
    expect(facet(counted, 'verdict')).toEqual({ pass: 1_080, redact: 108, block: 12 });
    expect(facet(counted, 'severity')).toEqual({ high: 120 });
  });

  it('counts with every facet in use at once', async () => {
    const one = {
      status: 'processed',
      verdict: 'block',
      severity: 'high',
      category: 'category 0',
      name: 'name 0',
      client: shop.id,
    };
    const counted = await stats({ from, to, ...one });
    expect(counted.total).toBe(12);
    expect(facet(counted, 'name')).toEqual({ 'name 0': 12 });
    expect(facet(counted, 'category')).toEqual({ 'category 0': 12 });
  });

  it('shows at most 20 values of a facet, the most frequent first, and says when there are more', async () => {
    const counted = await stats({ from, to, client: bank.id });
    expect(counted.facets.category?.values).toHaveLength(20);
    expect(counted.facets.category?.more).toBe(true);
    const counts = counted.facets.category?.values.map(({ count }) => count) ?? [];
    expect(counts.toSorted((a, b) => b - a)).toEqual(counts);
    expect(counted.facets.verdict?.more).toBe(false);
  });

  it('fills gaps with zero and calls the bar partial that is still filling', async () => {
    const now = clock.now();
    const counted = await stats({
      from: new Date(now.getTime() - 24 * HOUR_MS).toISOString(),
      q: 'no such words',
    });
    expect(counted.bars?.length).toBeGreaterThan(40);
    expect(counted.bars?.every(({ count }) => count === 0)).toBe(true);
    expect(counted.bars?.at(-1)?.partial).toBe(true);
    expect(counted.bars?.at(-2)?.partial).toBe(false);
  });

  it('begins with the oldest event that is kept when no time is given, and counts what happened before', async () => {
    await pool().query(
      `INSERT INTO events (id, client_id, category, name, occurred_at, received_at, data)
        VALUES ($1, $2, 'old', 'old', '2001-01-01', now(), 'null')`,
      [uuidv7(), shop.id],
    );
    const counted = await stats({});
    expect(counted.total).toBe(1_301);
    expect(counted.earlier).toBe(1);
    expect(counted.bars?.reduce((sum, { count }) => sum + count, 0)).toBe(1_300);
    expect((await stats({ category: 'old' })).facets.status?.values).toEqual([
      { value: 'accepted', label: 'accepted', count: 1 },
    ]);
  });

  it('counts a client what it sent itself and nothing else', async () => {
    const counted = await stats({ from, to }, bank.token);
    expect(counted.total).toBe(100);
    expect(facet(counted, 'client')).toEqual({ Bank: 100 });
    expect((await stats({ from, to, client: shop.id }, bank.token)).total).toBe(0);
    expect(facet(await stats({ from, to, client: shop.id }, bank.token), 'client')).toEqual({ Bank: 100 });
  });
});

it('counts as the list lists', async () => {
  for (const filter of [
    { q: 'session 77' },
    { 'data.n': '10' },
    { session_id: 'session 5', severity: 'high' },
  ]) {
    const listed = await callRoute(listEvents, {
      path: `/api/v1/events?${new URLSearchParams({ from, to, limit: '100', ...filter } as Record<string, string>)}`,
      token: viewer.token,
    });
    expect((await stats({ from, to, ...filter } as Record<string, string>)).total).toBe(
      (listed.body.items as unknown[]).length,
    );
  }
});

it('counts the one event whose id is looked for, and finds an id that stands in the content', async () => {
  const { rows } = await pool().query<{ id: string }>(
    `SELECT id FROM events WHERE client_id = $1 AND verdict = 'pass' LIMIT 1`,
    [bank.id],
  );
  const id = rows[0]?.id ?? '';
  expect((await stats({ q: id.toUpperCase() })).total).toBe(1);
  expect((await stats({ q: id, client: shop.id })).total).toBe(0);
  const inside = uuidv7();
  await pool().query(`UPDATE events SET data = jsonb_build_object('order', $2::text) WHERE id = $1`, [
    id,
    inside,
  ]);
  expect((await stats({ q: inside })).total).toBe(1);
});

describe('400', () => {
  it.each([{ limit: '5' }, { cursor: 'x' }, { colour: 'red' }, { from: 'yesterday' }])(
    'refuses %j',
    async (query) => {
      const answer = await ask(query as Record<string, string>);
      expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: Object.keys(query)[0] }] } });
    },
  );
});

it('403: refuses users without events:read', async () => {
  expect(await ask({}, nobody.token)).toMatchObject({ status: 403, body: { permission: 'events:read' } });
});

describe('when the table is too busy to be read in time', () => {
  it('answers without the counts and says what helps; the list says the same as 503', async () => {
    using _quiet = quietLog();
    const blocker = await pool().connect();
    try {
      await blocker.query('BEGIN; LOCK TABLE events IN ACCESS EXCLUSIVE MODE');
      const [counted, listed] = await Promise.all([
        stats({ from, to }),
        callRoute(listEvents, { path: '/api/v1/events', token: viewer.token }),
      ]);
      expect(counted).toMatchObject({ total: null, bars: null, facets: { status: null, client: null } });
      expect(counted.note).toContain('narrow the time range');
      expect(listed).toMatchObject({ status: 503, body: { reason: 'too_slow', detail: counted.note } });
      expect(listed.headers.get('retry-after')).not.toBeNull();
    } finally {
      await blocker.query('ROLLBACK');
      blocker.release();
    }
  });
});

it('projects the counts of a range with too many events from a sample of the pages, and says so', async () => {
  const day = {
    from: new Date(untilMs - 3 * HOUR_MS).toISOString(),
    to: new Date(untilMs - 2 * HOUR_MS).toISOString(),
  };
  await generateEvents({ count: 200_000, everyMs: 18, untilMs: untilMs - 2 * HOUR_MS, clientId: shop.id });
  const counted = await stats(day);
  expect(counted.estimated).toBe(true);
  expect(Math.abs((counted.total ?? 0) - 200_000)).toBeLessThan(10_000);
  expect(Math.abs((facet(counted, 'verdict').redact ?? 0) - 18_000)).toBeLessThan(2_000);
  expect(counted.bars?.every(({ count }) => count > 800)).toBe(true);
  // The session has an index: few rows are counted as they are, however many lie in the range.
  const few = await stats({ ...day, session_id: 'session 7' });
  expect(few).toMatchObject({ estimated: false, total: 200 });
}, 60_000);
