import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PATCH } from '#app/api/v1/destinations/[id]/route.ts';
import { watchDestinationsJob } from '#jobs/watch-destinations.ts';
import { systemContext } from '#lib/auth/context.ts';
import { type DeliveryLoop, startDeliveryLoop } from '#lib/dispatch/delivering/start-delivery-loop.ts';
import { tellBreakers } from '#lib/dispatch/delivering/tell-breakers.ts';
import { listEventDeliveries } from '#lib/dispatch/list-event-deliveries.ts';
import { pauseDestination } from '#lib/dispatch/pause-destination.ts';
import type { CreatedDestination } from '#lib/dispatch/schema.ts';
import { tellStateChange } from '#lib/pipeline/tell-state-change.ts';
import { pool } from '#lib/platform/db.ts';
import { callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import {
  quietLog,
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

const loops: DeliveryLoop[] = [];
let quiet: Disposable;
let admins: CreatedDestination;
beforeEach(async () => {
  quiet = quietLog();
  admins = await storeDestination({ kind: 'log', notices: true });
});
afterEach(async () => {
  await Promise.all(loops.splice(0).map((loop) => loop.stop()));
  await pool().query('UPDATE destinations SET enabled = false');
  await pool().query('DELETE FROM notices');
  quiet[Symbol.dispose]();
});

type Told = { name: string; title: string; to: string[] };
/** What was told of a destination, in order, and to whom. */
const toldOf = async ({ id }: { id: string }): Promise<Told[]> =>
  (
    await pool().query<Told>(
      `SELECT n.name, n.title, array(SELECT destination_id::text FROM deliveries WHERE event_id = n.event_id) AS to
        FROM notices n WHERE link LIKE '%' || $1 ORDER BY event_id`,
      [id],
    )
  ).rows;
const namesOf = async (destination: { id: string }): Promise<string[]> =>
  (await toldOf(destination)).map(({ name }) => name.replace('destination.', ''));
const watch = (): Promise<void> => watchDestinationsJob.run([] as never);
const letHoursPass = (hours: number): Promise<unknown> =>
  pool().query(`UPDATE notice_marks SET raised_at = raised_at - $1 * interval '1 hour'`, [hours]);

const NOTHING = { delivered: 0, failed: 0, probes: [], gone: false };
const good = { delivered: true, retryAfterMs: null };
const fail = ({ id }: { id: string }): Promise<void> =>
  tellBreakers(new Map([[id, { ...NOTHING, failed: 10 }]]), tellStateChange);
const recover = ({ id }: { id: string }): Promise<void> =>
  tellBreakers(new Map([[id, { ...NOTHING, probes: [good, good, good] }]]), tellStateChange);

describe('a destination whose calls are stopped', () => {
  it('is told to the others that it fails, and that it is back', async () => {
    const orders = await storeDestination({ name: 'Orders', kind: 'log', notices: true });
    await fail(orders);
    await recover(orders);
    const told = await toldOf(orders);
    expect(told.map(({ name }) => name)).toEqual(['destination.failing', 'destination.recovered']);
    expect(told[0]?.title).toMatch(/^Orders fails: most of its calls failed/);
    expect(told[0]?.to).toEqual([admins.id]);
    expect(told[1]?.title).toBe('Orders takes deliveries again');
    expect(told[1]?.to.toSorted()).toEqual([admins.id, orders.id].toSorted());
  });

  it('is told once, however often it is looked at', async () => {
    const orders = await storeDestination({ kind: 'log' });
    await fail(orders);
    for (let i = 0; i < 3; i++) await watch();
    await letHoursPass(5);
    await watch();
    expect(await namesOf(orders)).toEqual(['failing']);
  });

  it('and called again by turns, is told once an hour, and what was held back is made up for', async () => {
    const orders = await storeDestination({ kind: 'log' });
    await fail(orders);
    await recover(orders);
    await fail(orders);
    await recover(orders);
    await fail(orders);
    await watch();
    expect(await namesOf(orders)).toEqual(['failing', 'recovered']);
    await letHoursPass(1.1);
    await watch();
    expect(await namesOf(orders)).toEqual(['failing', 'recovered', 'failing']);
    await recover(orders);
    expect((await namesOf(orders)).at(-1)).toBe('recovered');
  });

  it('is why its deliveries wait, as the event shows them', async () => {
    const orders = await storeDestination({ kind: 'log' });
    const [eventId = ''] = await storeEvents([{}]);
    await storeDeliveries(orders.id, [eventId]);
    const held = async () => (await listEventDeliveries(systemContext('test'), eventId))[0]?.held;
    expect(await held()).toBeNull();
    await fail(orders);
    expect(await held()).toBe('failing');
    await pauseDestination(systemContext('test'), orders.id);
    expect(await held()).toBe('paused');
  });

  it('is told with its change or not at all', async () => {
    const orders = await storeDestination({ kind: 'log' });
    const told = new Map([[orders.id, { ...NOTHING, failed: 10 }]]);
    const broken = tellBreakers(told, async (...change) => {
      await tellStateChange(...change);
      throw new Error('the commit fails');
    });
    await expect(broken).rejects.toThrow('the commit fails');
    expect(await toldOf(orders)).toEqual([]);
    await fail(orders);
    expect(await namesOf(orders)).toEqual(['failing']);
  });
});

describe('a destination that is disabled', () => {
  it('by its answer 410 is told with the reason', async () => {
    await using peer = await startHttpPeer((_call, response) => response.writeHead(410).end());
    const orders = await storeDestination({ name: 'Old hook', kind: 'http', config: { url: peer.origin } });
    await storeDeliveries(orders.id, await storeEvents([{}]));
    loops.push(startDeliveryLoop(tellStateChange));
    await until(async () =>
      expect(await toldOf(orders)).toMatchObject([
        {
          name: 'destination.disabled',
          title: expect.stringMatching(/^Old hook was disabled\. It answered 410/),
        },
      ]),
    );
    expect((await toldOf(orders))[0]?.to).toEqual([admins.id]);
  });

  it('by a person is told with who it was, and nothing else of a change is', async () => {
    const { token } = await makePerson('ada', ['administrator']);
    const orders = await storeDestination({ name: 'Orders by hand', kind: 'log' });
    const change = (body: object) =>
      callRoute(PATCH, { token, method: 'PATCH', params: { id: orders.id }, body });
    expect((await change({ concurrency: 3 })).status).toBe(200);
    expect(await toldOf(orders)).toEqual([]);
    expect((await change({ enabled: false })).status).toBe(200);
    expect((await change({ enabled: false, concurrency: 4 })).status).toBe(200);
    expect(await toldOf(orders)).toMatchObject([
      { title: 'Orders by hand was disabled by ada@example.com', to: [admins.id] },
    ]);
  });
});

/** Attempts as the recorder leaves them, so many seconds ago. */
async function storeAttempts(
  destinationId: string,
  attempts: readonly { ago: number; outcome: string }[],
): Promise<void> {
  const deliveryIds = await storeDeliveries(destinationId, await storeEvents(attempts.map(() => ({}))));
  await pool().query(
    `INSERT INTO delivery_attempts (delivery_id, destination_id, number, started_at, duration_ms, outcome, status_code)
      SELECT id, $1, 1, now() - ago * interval '1 second', 5, outcome, CASE outcome WHEN 'refused' THEN 503 END
      FROM unnest($2::uuid[], $3::int[], $4::text[]) AS t(id, ago, outcome)`,
    [destinationId, deliveryIds, attempts.map(({ ago }) => ago), attempts.map(({ outcome }) => outcome)],
  );
}
const failures = (...agos: number[]) => agos.map((ago) => ({ ago, outcome: 'refused' }));

describe('a destination that is called too seldom for its calls to be stopped', () => {
  it('is told to fail after five failed attempts in a row, and to be back with the next that is taken', async () => {
    const { id } = await storeDestination({ name: 'Weekly', kind: 'log' });
    await storeAttempts(id, failures(3_600, 3_000, 2_000, 1_000));
    await watch();
    expect(await toldOf({ id })).toEqual([]);
    await storeAttempts(id, failures(500));
    await watch();
    expect(await toldOf({ id })).toMatchObject([{ title: 'Weekly fails: its last 5 attempts failed' }]);
    await storeAttempts(id, [{ ago: 5, outcome: 'delivered' }]);
    await watch();
    expect(await namesOf({ id })).toEqual(['failing', 'recovered']);
  });

  it.each([
    ['one of the last five was taken', [...failures(900, 700, 500, 300), { ago: 600, outcome: 'delivered' }]],
    ['all failed within a moment', failures(50, 40, 30, 20, 10)],
    ['all failed days ago', failures(...[5, 4, 3, 2, 1.5].map((days) => days * 86_400))],
    ['some were lost with their process', [...failures(900, 700, 500), { ago: 300, outcome: 'lost' }]],
  ])('is not while %s', async (_name, attempts) => {
    const { id } = await storeDestination({ kind: 'log' });
    await storeAttempts(id, attempts);
    await watch();
    expect(await toldOf({ id })).toEqual([]);
  });
});

describe('dead deliveries', () => {
  const storeDead = (id: string, minutesAgo: number, dead: number): Promise<unknown> =>
    pool().query(
      `INSERT INTO delivery_counts (destination_id, seconds, bucket, outcome, status_code, attempts, dead, answers, last_at)
        VALUES ($1, 60, date_trunc('minute', now()) - $2 * interval '1 minute', 'refused', 500, $3, $3, '{}', now())`,
      [id, minutesAgo, dead],
    );

  it('are told once they pile up within an hour, once an hour', async () => {
    const { id } = await storeDestination({ name: 'Full', kind: 'log', notices: true });
    await storeDead(id, 70, 50);
    await storeDead(id, 30, 9);
    await watch();
    expect(await toldOf({ id })).toEqual([]);
    await storeDead(id, 1, 3);
    await watch();
    await watch();
    expect(await toldOf({ id })).toEqual([
      {
        name: 'destination.dead_letters',
        title: '12 deliveries to Full died within an hour',
        to: [admins.id],
      },
    ]);
    await letHoursPass(1.1);
    await watch();
    expect(await namesOf({ id })).toEqual(['dead_letters', 'dead_letters']);
  });
});

describe('a destination that is paused', () => {
  it('is told after an hour when something waits for it, once a day', async () => {
    const { id } = await storeDestination({ name: 'Resting', kind: 'log' });
    const idle = await storeDestination({ kind: 'log' });
    for (const one of [id, idle.id]) await pauseDestination(systemContext('test'), one);
    await storeDeliveries(id, await storeEvents([{}, {}]));
    await watch();
    expect(await toldOf({ id })).toEqual([]);
    await pool().query(
      `UPDATE destinations SET paused_at = now() - interval '2 hours' WHERE paused_at IS NOT NULL`,
    );
    await watch();
    await letHoursPass(20);
    await watch();
    expect(await toldOf({ id })).toMatchObject([
      { name: 'destination.waiting', title: 'Resting is paused, and 2 deliveries wait for it' },
    ]);
    expect(await toldOf(idle)).toEqual([]);
  });
});

describe('destinations that are marked for notices and fail themselves', () => {
  it('are told of each other once, and the notices bring about no more', async () => {
    await pool().query('UPDATE destinations SET enabled = false');
    await using peer = await startHttpPeer((_call, response) => response.writeHead(500).end());
    const make = (): Promise<CreatedDestination> =>
      storeDestination({
        kind: 'http',
        config: { url: peer.origin },
        notices: true,
        retry_plan_ms: Array(6).fill(100),
      });
    const [one, two] = [await make(), await make()];
    for (const { id } of [one, two]) {
      await storeDeliveries(id, await storeEvents(Array.from({ length: 12 }, () => ({}))));
    }
    loops.push(startDeliveryLoop(tellStateChange));
    await until(async () => {
      expect(await namesOf(one)).toEqual(['failing']);
      expect(await namesOf(two)).toEqual(['failing']);
    });
    for (let round = 0; round < 5; round++) {
      await letHoursPass(2);
      const before = (await readAttempts(one.id)).length;
      await until(async () => {
        // Single tries, sooner than the breaker would allow them; what the last one ended with may still be told.
        await pool().query(
          'UPDATE destination_breakers SET next_probe_at = now() WHERE next_probe_at > now()',
        );
        expect((await readAttempts(one.id)).length).toBeGreaterThan(before);
      });
      await watch();
    }
    expect(await namesOf(one)).toEqual(['failing']);
    expect(await namesOf(two)).toEqual(['failing']);
    const { rows } = await pool().query('SELECT count(*)::int AS count FROM notices');
    expect(rows).toEqual([{ count: 2 }]);
    expect((await readDeliveries(one.id)).length).toBe(13);
  });
});
