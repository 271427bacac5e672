import { fillEvents } from '#tests/support/generate-events.ts';
import type { Target } from '../connection.ts';
import { openLoop } from '../open-loop.ts';
import { percentile } from '../percentile.ts';
import { cpuSecondsOf } from '../processes.ts';
import type { Product } from '../product.ts';
import { type Line, ms, times } from '../report.ts';
import { addSink, asObserver, eventText, settle } from '../workload.ts';

const SMALL = 100_000;
const EXPLORED = 5_000_000;
const LARGE = 10_000_000;
const CHUNK = 250_000;
/** Ten million of them cover eleven and a half days. */
const EVERY_MS = 100;
const ROUNDS = 15;
const COST = { perSecond: 1_000, seconds: 30 };
const DAY_MS = 86_400_000;

/** Adds processed events from `from` to `to`, further and further back from now, as the product would have kept them. */
async function fill(product: Product, { from, to }: { from: number; to: number }): Promise<void> {
  await asObserver(product, async (client) => {
    const days = Math.ceil((to * EVERY_MS) / DAY_MS) + 2;
    await client.query("SELECT ensure_day_partitions((now() AT TIME ZONE 'UTC')::date - $1::int, $1::int)", [
      days,
    ]);
    const { rows } = await client.query<{ id: string }>('SELECT id FROM clients LIMIT 1');
    const untilMs = Date.now();
    for (let made = from; made < to; made += CHUNK) {
      const count = Math.min(CHUNK, to - made);
      await fillEvents(client, {
        count,
        everyMs: EVERY_MS,
        untilMs: untilMs - made * EVERY_MS,
        clientId: rows[0]?.id ?? null,
      });
    }
    await client.query('VACUUM ANALYZE events');
    await client.query('CHECKPOINT');
  });
}

/** Processor time per event, from its acceptance to its delivery, in microseconds. */
async function costOf(product: Product, target: Target): Promise<number> {
  const asked = { ...target, bodyOf: () => eventText() };
  await openLoop(asked, { ...COST, seconds: 5 });
  await settle(product);
  const before = cpuSecondsOf(product);
  await openLoop(asked, COST);
  await settle(product);
  const after = cpuSecondsOf(product);
  const seconds =
    after.web - before.web + (after.worker - before.worker) + (after.postgres - before.postgres);
  return (seconds * 1e6) / (COST.perSecond * COST.seconds);
}

const LISTS = [
  '',
  'category=category 3',
  'name=name 7',
  'verdict=block',
  'severity=high',
  'status=processed',
  'session_id=session 17',
  'category=category 0&verdict=redact',
];
/** No event is of this category and this verdict. */
const NOTHING = 'category=category 3&verdict=redact';

async function timeOf(product: Product, path: string): Promise<number> {
  const startMs = performance.now();
  await product.call('GET', path);
  return performance.now() - startMs;
}

async function explore(product: Product): Promise<Line[]> {
  const ago = (days: number): string => `from=${new Date(Date.now() - days * DAY_MS).toISOString()}`;
  const { items } = await product.call<{ items: { client_id: string }[] }>('GET', '/api/v1/events?limit=1');
  const lists = [...LISTS, NOTHING, `client=${items[0]?.client_id}`, ago(1), `${ago(3)}&category=category 1`];
  const histograms = ['', ago(1), ago(3), 'category=category 3', `${ago(1)}&verdict=redact`, 'severity=high'];
  const listMs: number[] = [];
  const histogramMs: number[] = [];
  let incomplete = 0;
  for (let round = 0; round < ROUNDS; round++) {
    for (const query of lists)
      listMs.push(await timeOf(product, encodeURI(`/api/v1/events?limit=50&${query}`)));
    for (const query of histograms) {
      const path = encodeURI(`/api/v1/events/stats?${query}`);
      const startMs = performance.now();
      const stats = await product.call<{ bars: unknown[] | null }>('GET', path);
      histogramMs.push(performance.now() - startMs);
      if (stats.bars === null) incomplete++;
    }
  }
  const [list95, histogram95] = [percentile(listMs, 0.95), percentile(histogramMs, 0.95)];
  return [
    {
      measure: `list over 5 million events, ${lists.length} filters: p50, p95`,
      figure: `${ms(percentile(listMs, 0.5))}, ${ms(list95)}`,
      target: 'p95 <= 300 ms',
      holds: list95 <= 300,
    },
    {
      measure: `histogram and facets over the same, ${histograms.length} filters: p50, p95; given up`,
      figure: `${ms(percentile(histogramMs, 0.5))}, ${ms(histogram95)}; ${incomplete}`,
      target: 'p95 <= 1 s; 0',
      holds: histogram95 <= 1_000 && incomplete === 0,
    },
  ];
}

/** What a long history costs whoever looks and whoever sends. */
export async function measureHistory(product: Product, target: Target): Promise<Line[]> {
  const sink = await addSink(product);
  await fill(product, { from: 0, to: SMALL });
  const small = await costOf(product, target);
  await fill(product, { from: SMALL, to: EXPLORED });
  const explored = await explore(product);
  await fill(product, { from: EXPLORED, to: LARGE });
  const large = await costOf(product, target);
  await sink.remove();
  return [
    ...explored,
    {
      measure: 'processor time per event, accepted to delivered, at 100 thousand and at 10 million stored',
      figure: `${small.toFixed(0)} µs, ${large.toFixed(0)} µs: ${times(large / small)}`,
      target: '<= 1.15 x',
      holds: large / small <= 1.15,
    },
  ];
}
