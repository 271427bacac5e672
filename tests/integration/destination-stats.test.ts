import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { GET } from '#app/api/v1/destinations/[id]/stats/route.ts';
import { systemContext } from '#lib/auth/context.ts';
import { answerTimes, BOUNDS_MS } from '#lib/dispatch/counts/answer-times.ts';
import { forgetOldCounts } from '#lib/dispatch/counts/forget-old-counts.ts';
import { type DestinationStats, STATS_RANGES } from '#lib/dispatch/counts/schema.ts';
import { type AttemptRecord, claimDueDeliveries, recordAttempts } from '#lib/dispatch/delivering/repo.ts';
import { type DeliveryLoop, startDeliveryLoop } from '#lib/dispatch/delivering/start-delivery-loop.ts';
import { getDestination } from '#lib/dispatch/get-destination.ts';
import { pool } from '#lib/platform/db.ts';
import { callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import {
  passTime,
  readAttempts,
  readDeliveries,
  storeDeliveries,
  storeDestination,
  storeEvents,
  until,
} from '#tests/support/peer-dispatch.ts';
import { startHttpPeer } from '#tests/support/peer-http.ts';
import { makePerson } from '#tests/support/people.ts';

process.env.OUTBOUND_ALLOW = '127.0.0.0/8';
useTestDatabase();

let token: string;
beforeAll(async () => {
  token = (await makePerson('vera', ['viewer'])).token;
});
const loops: DeliveryLoop[] = [];
afterEach(async () => {
  await Promise.all(loops.splice(0).map((loop) => loop.stop()));
});

const read = (id: string, query = ''): ReturnType<typeof callRoute> =>
  callRoute(GET, { token, params: { id }, path: `/api/v1/destinations/${id}/stats${query}` });
const stats = async (id: string, query = ''): Promise<DestinationStats> =>
  (await read(id, query)).body as unknown as DestinationStats;

/** So many answers that all took so long. */
const histogram = (ms: number, count: number): number[] =>
  [...BOUNDS_MS, Number.POSITIVE_INFINITY].map((to, i) =>
    ms >= (BOUNDS_MS[i - 1] ?? 0) && ms < to ? count : 0,
  );

type Counted = { outcome: string; status_code: number; attempts: number; dead: number };
const countsOf = async (id: string, seconds: number): Promise<Counted[]> =>
  (
    await pool().query<Counted>(
      `SELECT outcome, status_code, sum(attempts)::int AS attempts, sum(dead)::int AS dead FROM delivery_counts
        WHERE destination_id = $1 AND seconds = $2 GROUP BY 1, 2 ORDER BY 1, 2`,
      [id, seconds],
    )
  ).rows;

describe('the counts of a destination', () => {
  it('agree with its attempts, by minute and by hour', async () => {
    const seen = new Map<unknown, { place: number; calls: number }>();
    // Of four deliveries two are taken at once, one at its second attempt, one never.
    await using peer = await startHttpPeer(({ headers }, response) => {
      const known = seen.get(headers['webhook-id']) ?? { place: seen.size % 4, calls: 0 };
      seen.set(headers['webhook-id'], { ...known, calls: known.calls + 1 });
      const fails = known.place === 0 || (known.place === 1 && known.calls === 0);
      response.writeHead(fails ? 500 + known.place : 200).end('words of its own');
    });
    const { id } = await storeDestination({
      kind: 'http',
      config: { url: peer.origin },
      retry_plan_ms: [100, 100],
    });
    await storeDeliveries(id, await storeEvents(Array.from({ length: 40 }, () => ({}))));
    loops.push(startDeliveryLoop());
    await until(async () => {
      const open = (await readDeliveries(id)).filter(({ finished_at }) => finished_at === null);
      expect(open).toEqual([]);
    });
    const { rows: attempts } = await pool().query(
      `SELECT outcome, coalesce(status_code, 0) AS status_code, count(*)::int AS attempts FROM delivery_attempts
        WHERE destination_id = $1 GROUP BY 1, 2 ORDER BY 1, 2`,
      [id],
    );
    const dead = (await readDeliveries(id)).filter(({ status }) => status === 'dead').length;
    expect(dead).toBe(10);
    expect(attempts).toEqual([
      { outcome: 'delivered', status_code: 200, attempts: 30 },
      { outcome: 'refused', status_code: 500, attempts: 30 },
      { outcome: 'refused', status_code: 501, attempts: 10 },
    ]);
    for (const seconds of [60, 3_600]) {
      const counts = await countsOf(id, seconds);
      expect(counts.map(({ dead: _dead, ...rest }) => rest)).toEqual(attempts);
      expect(counts.reduce((sum, one) => sum + one.dead, 0)).toBe(dead);
    }
  });

  it('know a call that nobody answered, and its reason', async () => {
    const peer = await startHttpPeer();
    const { id } = await storeDestination({ kind: 'http', config: { url: peer.origin } });
    await peer[Symbol.asyncDispose]();
    await storeDeliveries(id, await storeEvents([{}]));
    loops.push(startDeliveryLoop());
    await until(async () => expect(await readAttempts(id)).toHaveLength(1));
    const [attempt] = await readAttempts(id);
    expect((await stats(id)).reasons).toEqual([
      {
        outcome: 'unreachable',
        status_code: null,
        count: 1,
        last_at: expect.stringMatching(/Z$/),
        last_error: attempt?.error,
      },
    ]);
  });

  const worker = randomUUID();
  const leaseMs = 20_000;
  const claim = (destinationId: string) =>
    claimDueDeliveries({
      destinationId,
      want: 10,
      workerId: worker,
      leaseMs,
      limited: false,
      probing: false,
      turn: 0,
      horizonMs: 400,
      toleranceMs: 25,
    });
  const record = (deliveryId: string, attempt: number): AttemptRecord => ({
    deliveryId,
    attempt,
    status: 'delivered',
    delayMs: null,
    reason: null,
    sent: {
      startedAt: performance.now(),
      durationMs: 42,
      outcome: 'delivered',
      statusCode: 200,
      error: null,
      response: null,
      request: null,
    },
  });

  it('count an attempt once, however often it is recorded', async () => {
    const { id } = await storeDestination({ kind: 'log' });
    await storeDeliveries(id, await storeEvents([{}]));
    const [claimed] = await claim(id);
    const records = [record(claimed?.id ?? '', 1)];
    await recordAttempts(worker, records);
    await recordAttempts(worker, records);
    expect(await countsOf(id, 60)).toEqual([
      { outcome: 'delivered', status_code: 200, attempts: 1, dead: 0 },
    ]);
  });

  it('know how long each attempt took, at the bounds too', async () => {
    const { id } = await storeDestination({ kind: 'log' });
    const took = [0, 1, 2, 4, 5, 99, 100, 29_999, 30_000, 90_000];
    await storeDeliveries(id, await storeEvents(took.map(() => ({}))));
    const claimed = await claim(id);
    for (const [i, one] of claimed.entries()) {
      const { sent, ...rest } = record(one.id, 1);
      await recordAttempts(worker, [{ ...rest, sent: sent && { ...sent, durationMs: took[i] ?? 0 } }]);
    }
    const { rows } = await pool().query<{ answers: number[] }>(
      'SELECT answers FROM delivery_counts WHERE destination_id = $1 AND seconds = 60',
      [id],
    );
    const expected = took.map((ms) => histogram(ms, 1));
    expect(rows).toEqual([
      { answers: expected[0]?.map((_, i) => expected.reduce((sum, one) => sum + (one[i] ?? 0), 0)) },
    ]);
  });

  it('count an attempt whose lease went to another once it is told, and never the loss itself', async () => {
    const { id } = await storeDestination({ kind: 'log' });
    await storeDeliveries(id, await storeEvents([{}]));
    const [claimed] = await claim(id);
    await passTime(id, leaseMs + 10);
    await claim(id);
    expect(await readAttempts(id)).toMatchObject([{ outcome: 'lost' }]);
    expect(await countsOf(id, 60)).toEqual([]);
    await recordAttempts(worker, [record(claimed?.id ?? '', 1)]);
    expect(await countsOf(id, 60)).toMatchObject([{ outcome: 'delivered', attempts: 1 }]);
  });

  it('count what died without a further attempt', async () => {
    const { id } = await storeDestination({ kind: 'log' });
    await storeDeliveries(id, await storeEvents([{}]));
    const [claimed] = await claim(id);
    const dead = { status: 'dead', reason: 'lost too often', sent: null } as const;
    await recordAttempts(worker, [{ ...record(claimed?.id ?? '', 1), ...dead }]);
    expect(await countsOf(id, 60)).toEqual([{ outcome: 'none', status_code: 0, attempts: 0, dead: 1 }]);
    expect(await stats(id)).toMatchObject({ attempts: 0, dead: 1, success_rate: 0, reasons: [] });
  });

  it('never make two that record at once wait for each other in a circle', async () => {
    const ids = await Promise.all(
      Array.from({ length: 6 }, async () => (await storeDestination({ kind: 'log' })).id),
    );
    for (const id of ids)
      await storeDeliveries(id, await storeEvents(Array.from({ length: 10 }, () => ({}))));
    const claimed = (await Promise.all(ids.map(claim))).flat();
    const half = (rest: number): AttemptRecord[] =>
      claimed.filter((_, i) => i % 2 === rest).map(({ id }) => record(id, 1));
    await Promise.all([recordAttempts(worker, half(0)), recordAttempts(worker, half(1).reverse())]);
    for (const id of ids) expect(await countsOf(id, 60)).toMatchObject([{ attempts: 10 }]);
  });
});

describe('GET /destinations/{id}/stats', () => {
  /** Counts as the recorder leaves them, so long ago. */
  const storeCount = async (
    id: string,
    hoursAgo: number,
    more: Record<string, unknown> = {},
  ): Promise<void> => {
    const { seconds, outcome, code, attempts, dead, ms } = {
      ...{ seconds: 3_600, outcome: 'delivered', code: 200, attempts: 1, dead: 0, ms: 42 },
      ...more,
    };
    await pool().query(
      `INSERT INTO delivery_counts (destination_id, seconds, bucket, outcome, status_code, attempts, dead, answers, last_at,
          last_error)
        SELECT $1, $2::int, date_bin($2::int * interval '1 second', at, '1970-01-01T00:00:00Z'), $4::text, $5, $6::int, $7,
          $8::int[], at, CASE WHEN $4::text <> 'delivered' THEN 'at ' || $3::int END
        FROM (SELECT now() - $3::int * interval '1 hour' AS at) AS t`,
      [id, seconds, hoursAgo, outcome, code, attempts, dead, histogram(ms, attempts)],
    );
  };
  const total = ({ buckets }: DestinationStats): number =>
    buckets.reduce((sum, { counts }) => sum + Object.values(counts).reduce((a, b) => a + b, 0), 0);

  it.each(Object.entries(STATS_RANGES))('200 for %s: whole bars up to now', async (range, shape) => {
    const { id } = await storeDestination({ kind: 'log' });
    const body = await stats(id, `?range=${range}`);
    expect(body.buckets).toHaveLength(shape.spanSeconds / shape.barSeconds);
    expect(body.bucket_seconds).toBe(shape.barSeconds);
    expect(Date.parse(body.to)).toBeGreaterThan(Date.now());
    expect(Date.parse(body.to) - Date.parse(body.from)).toBe(shape.spanSeconds * 1_000);
    expect(body).toMatchObject({ attempts: 0, success_rate: null, answer_ms: null, reasons: [], latest: [] });
  });

  it('200 with every count in the range and none from outside it, a day by minutes, more by hours', async () => {
    const { id } = await storeDestination({ kind: 'log' });
    const other = await storeDestination({ kind: 'log' });
    await storeCount(other.id, 1, { attempts: 1_000 });
    for (const [hoursAgo, attempts] of [
      [0, 1],
      [20, 10],
      [100, 100],
      [500, 1_000],
      [900, 10_000],
    ] as const) {
      await storeCount(id, hoursAgo, { attempts });
      await storeCount(id, hoursAgo, { attempts, seconds: 60 });
    }
    const totals = await Promise.all(
      ['1h', '24h', '7d', '30d'].map(async (range) => total(await stats(id, `?range=${range}`))),
    );
    expect(totals).toEqual([1, 11, 111, 1_111]);
  });

  it('200 with reasons, the most frequent first, the words of the last one, and both shares', async () => {
    const { id } = await storeDestination({ kind: 'log' });
    await storeCount(id, 1, { attempts: 90, ms: 25 });
    await storeCount(id, 2, { outcome: 'refused', code: 503, attempts: 3 });
    await storeCount(id, 30, { outcome: 'refused', code: 503, attempts: 4 });
    await storeCount(id, 3, { outcome: 'timed_out', code: 0, attempts: 3, ms: 15_000, dead: 10 });
    const body = await stats(id, '?range=7d');
    expect(body.reasons).toMatchObject([
      { outcome: 'refused', status_code: 503, count: 7, last_error: 'at 2' },
      { outcome: 'timed_out', status_code: null, count: 3, last_error: 'at 3' },
    ]);
    expect(body).toMatchObject({ attempts: 100, delivered: 90, dead: 10, success_rate: 0.9 });
    expect(body.answer_ms?.p50).toBeGreaterThan(20);
    expect(body.answer_ms?.p50).toBeLessThan(30);
  });

  it('200 with the latest attempts, which lead to their events', async () => {
    let calls = 0;
    // Half of them: more would have it left alone.
    await using peer = await startHttpPeer((_call, response) =>
      response.writeHead(++calls % 2 === 0 ? 500 : 200).end('broken'),
    );
    const { id } = await storeDestination({ kind: 'http', config: { url: peer.origin }, concurrency: 1 });
    const eventIds = await storeEvents(Array.from({ length: 25 }, () => ({})));
    await storeDeliveries(id, eventIds);
    loops.push(startDeliveryLoop());
    await until(async () => expect(await readAttempts(id)).toHaveLength(25));
    const { latest } = await stats(id);
    expect(latest).toHaveLength(20);
    expect(latest.map(({ at }) => at)).toEqual(
      latest
        .map(({ at }) => at)
        .toSorted()
        .reverse(),
    );
    expect(latest.find(({ outcome }) => outcome === 'refused')).toMatchObject({
      number: 1,
      status_code: 500,
      error: 'Answered 500.',
    });
    for (const { event_id } of latest) expect(eventIds).toContain(event_id);
  });

  it('400 for a range that there is not', async () => {
    const { id } = await storeDestination({ kind: 'log' });
    expect((await read(id, '?range=2h')).status).toBe(400);
  });

  it('404 for a destination that there is not', async () => {
    expect((await read(randomUUID())).status).toBe(404);
  });
});

describe('the health of a destination', () => {
  it('shows each of 24 hours, how fast it answers and how often it is called', async () => {
    const { id } = await storeDestination({ kind: 'log' });
    await storeCounts(id);
    const { health } = await getDestination(systemContext('test'), id);
    expect(health.hours).toHaveLength(24);
    expect(health.hours.at(-1)).toMatchObject({ delivered: 60, failed: 2 });
    expect(health.hours.slice(0, -1).every(({ delivered, failed }) => delivered + failed === 0)).toBe(true);
    expect(health).toMatchObject({ delivered: 60, failed: 1, calls_per_second: 1 });
    expect(health.answer_ms).toEqual(answerTimes(Array.from({ length: 25 }, (_, i) => (i === 6 ? 62 : 0))));
  });

  async function storeCounts(id: string): Promise<void> {
    await pool().query(
      `INSERT INTO delivery_counts (destination_id, seconds, bucket, outcome, status_code, attempts, dead, answers, last_at)
        SELECT $1, seconds, bucket, outcome, code, attempts, dead,
          array(SELECT CASE WHEN one = 0 THEN 0 ELSE attempts END FROM unnest($2::int[]) AS one), now()
        FROM (VALUES
          (3600, date_trunc('hour', now()), 'delivered', 200, 60, 0),
          (3600, date_trunc('hour', now()), 'refused', 500, 2, 1),
          (60, date_trunc('minute', now()) - interval '1 minute', 'delivered', 200, 60, 0),
          (60, date_trunc('minute', now()), 'delivered', 200, 600, 0)
        ) AS t(seconds, bucket, outcome, code, attempts, dead)`,
      [id, histogram(42, 1)],
    );
  }
});

describe('old counts', () => {
  it('are forgotten: minutes after a day, hours after a month', async () => {
    await pool().query('DELETE FROM delivery_counts');
    await pool().query(
      `INSERT INTO delivery_counts (destination_id, seconds, bucket, outcome, status_code, attempts, dead, answers, last_at)
        SELECT gen_random_uuid(), seconds, now() - hours * interval '1 hour', 'delivered', 200, 1, 0, '{}', now()
        FROM (VALUES (60, 25), (60, 27), (3600, 27), (3600, 740), (3600, 800)) AS t(seconds, hours)`,
    );
    await forgetOldCounts(new Date());
    const { rows } = await pool().query(
      `SELECT seconds, round(extract(epoch FROM now() - bucket) / 3600)::int AS hours FROM delivery_counts ORDER BY 1, 2`,
    );
    expect(rows).toEqual([
      { seconds: 60, hours: 25 },
      { seconds: 3_600, hours: 27 },
      { seconds: 3_600, hours: 740 },
    ]);
  });
});
