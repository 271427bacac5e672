import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { CLAIM, FIND_DUE } from '#lib/dispatch/delivering/statements.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { percentile } from '../percentile.ts';
import type { Product } from '../product.ts';
import { type Line, ms, times } from '../report.ts';
import { addSink, asObserver, emptyStreams } from '../workload.ts';

const CLAIMS = 2_000;
const WANT = 8;
const WAITING = 1_000_000;
const OTHERS = 9;
const MAX_RATIO = 2;
const LEASE_MS = 20_000;

type Deliveries = {
  destinationId: string;
  count: number;
  attempts: number;
  /** Seconds from now to the first, from it to the last, and by how much each is spread, as the waits of a plan are. */
  due: { from: number; over: number; spread: number };
};

const CHUNK = 50_000;

/** Deliveries in the order they came, all of one event: what it holds is read for those that are claimed. */
async function fill(client: pg.Client, eventId: string, { destinationId, count, attempts, due }: Deliveries) {
  for (let made = 0; made < count; made += CHUNK) {
    const ids = Array.from({ length: Math.min(CHUNK, count - made) }, () => uuidv7());
    await client.query(
      `INSERT INTO deliveries (id, event_id, destination_id, status, attempt_count, next_attempt_at)
        SELECT id, $2, $3, 'pending', $4,
          now() + make_interval(secs => $5::float8 + $6::float8 * ($7::float8 + place) / $8::float8 + $9::float8 * random())
        FROM unnest($1::uuid[]) WITH ORDINALITY AS t(id, place)`,
      [ids, eventId, destinationId, attempts, due.from, due.over, made, count, due.spread],
    );
  }
}

const HOUR = 3_600;
/** Among what waits: first attempts; what failed and is due again; what is due in an hour. */
const FRESH = { attempts: 0, due: { from: -HOUR, over: HOUR - 60, spread: 0 } };
const AGAIN = { attempts: 2, due: { from: -HOUR, over: HOUR - 600, spread: 120 } };
const LATER = { attempts: 3, due: { from: HOUR, over: HOUR, spread: 720 } };

type Times = { claim: number[]; look: number[] };

async function measureClaims(client: pg.Client, destinationId: string): Promise<Times> {
  const measured: Times = { claim: [], look: [] };
  const timed = async (into: number[], work: () => Promise<unknown>): Promise<void> => {
    const startMs = performance.now();
    await work();
    into.push(performance.now() - startMs);
  };
  const workerId = randomUUID();
  for (let i = 0; i < CLAIMS; i += 1) {
    await timed(measured.look, () => client.query({ name: 'due', text: FIND_DUE }));
    const values = [destinationId, WANT, workerId, LEASE_MS, i % 2];
    await timed(measured.claim, async () => {
      const { rowCount } = await client.query({ name: 'claim', text: CLAIM.unlimited, values });
      if (rowCount !== WANT) throw new Error(`A claim found ${rowCount} deliveries.`);
    });
  }
  return measured;
}

/**
 * The very statements of the delivery loop, on a connection that was opened, and planned for, while the tables were
 * empty. Beside the backlog of one destination others wait for their receivers, paused or left alone.
 */
export async function measureWaiting(product: Product): Promise<Line[]> {
  const goOn = product.pauseWorker();
  const sinks = await Promise.all(Array.from({ length: OTHERS + 1 }, () => addSink(product)));
  const [own = '', ...others] = sinks.map(({ destinationId }) => destinationId);
  const eventId = uuidv7();
  await emptyStreams(product);
  const [empty, full] = await asObserver(product, async (client) => {
    await client.query(
      `INSERT INTO events (id, category, name, occurred_at, received_at, status, verdict, data)
        VALUES ($1, 'checkout', 'order.paid', now(), now(), 'processed', 'pass', '{"order": 1001}')`,
      [eventId],
    );
    const needed = CLAIMS * WANT;
    await fill(client, eventId, { destinationId: own, count: needed, ...FRESH });
    const before = await measureClaims(client, own);

    for (const part of [FRESH, AGAIN, LATER])
      await fill(client, eventId, { destinationId: own, count: WAITING * 0.3, ...part });
    for (const destinationId of others)
      await fill(client, eventId, { destinationId, count: Math.round((WAITING * 0.1) / OTHERS), ...FRESH });
    await client.query('UPDATE destinations SET paused_at = now() WHERE id = ANY($1::uuid[])', [
      others.slice(0, 3),
    ]);
    await client.query(
      `UPDATE destination_breakers SET state = 'open', next_probe_at = now() + interval '1 hour'
        WHERE destination_id = ANY($1::uuid[])`,
      [others.slice(3, 6)],
    );
    await client.query('VACUUM ANALYZE deliveries');
    await client.query('CHECKPOINT');
    return [before, await measureClaims(client, own)];
  });
  await emptyStreams(product);
  goOn();
  for (const sink of sinks) await sink.remove();
  const ratio = (of: keyof Times): number => percentile(full[of], 0.99) / percentile(empty[of], 0.99);
  const pair = (of: keyof Times, share: number): string =>
    `${ms(percentile(empty[of], share))}, ${ms(percentile(full[of], share))}`;
  const n = (value: number): string => value.toLocaleString('en');
  return [
    {
      measure: `a claim of ${WANT} without and with ${n(WAITING)} waiting, ${n(CLAIMS)} each: p99 (p50)`,
      figure: `${pair('claim', 0.99)}: ${times(ratio('claim'))} (${pair('claim', 0.5)})`,
      target: `<= ${MAX_RATIO} x`,
      holds: ratio('claim') <= MAX_RATIO,
    },
    {
      measure: 'the look for destinations with something due, likewise',
      figure: `${pair('look', 0.99)}: ${times(ratio('look'))} (${pair('look', 0.5)})`,
    },
  ];
}
