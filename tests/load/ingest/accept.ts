import pg from 'pg';
import { uuidv7 } from '#lib/platform/ids.ts';
import { closedLoop } from '../closed-loop.ts';
import type { Target } from '../connection.ts';
import { openLoop } from '../open-loop.ts';
import { percentile } from '../percentile.ts';
import type { Product } from '../product.ts';
import { type Line, ms, rate, times } from '../report.ts';
import { arrayText, emptyStreams, eventText, settle } from '../workload.ts';
import { measureEmptyNext, measureUnbatched } from '../yardsticks.ts';

const LOOP = { connections: 64, seconds: 15 };
const ARRAY = 100;
const ARRAY_LOOP = { connections: 8, seconds: 15 };
const RAW = { rows: 1_000, connections: 4, seconds: 15 };

/** Single events against a framework that does nothing, and against a commit for each of them. */
export async function measureSingles(product: Product, target: Target): Promise<Line[]> {
  const empty = await measureEmptyNext(LOOP);
  const goOn = product.pauseWorker();
  const single = await closedLoop({ ...target, body: eventText() }, LOOP);
  await emptyStreams(product);
  const unbatched = await measureUnbatched(product, target, LOOP);
  await emptyStreams(product);
  goOn();
  const beside = await closedLoop({ ...target, body: eventText() }, LOOP);
  await settle(product);
  const [overEmpty, overUnbatched] = [
    single.perSecond / empty.perSecond,
    single.perSecond / unbatched.perSecond,
  ];
  return [
    {
      measure: `empty Next route handler, ${LOOP.connections} connections`,
      figure: `${rate(empty.perSecond)}, p99 ${ms(empty.p99Ms)}`,
    },
    {
      measure: 'single events, durable, one process',
      figure: `${rate(single.perSecond)}, p99 ${ms(single.p99Ms)}`,
    },
    {
      measure: 'single events over the empty handler',
      figure: times(overEmpty),
      target: '>= 5 x',
      holds: overEmpty >= 5,
    },
    {
      measure: 'an INSERT and a commit for each event',
      figure: `${rate(unbatched.perSecond)}, p99 ${ms(unbatched.p99Ms)}`,
    },
    {
      measure: 'single events over an INSERT for each',
      figure: times(overUnbatched),
      target: '>= 1.5 x',
      holds: overUnbatched >= 1.5,
    },
    {
      measure: 'single events while the worker processes them',
      figure: `${rate(beside.perSecond)}, p99 ${ms(beside.p99Ms)}`,
    },
    {
      measure: 'refused in all of these',
      figure: String(single.refused + unbatched.refused + beside.refused),
      target: '0',
      holds: single.refused + unbatched.refused + beside.refused === 0,
    },
  ];
}

/** Rows of 1,000 at a time into the same tables, with nothing around them. */
async function measureRawInserts(product: Product): Promise<number> {
  const pool = new pg.Pool({ connectionString: product.databaseUrl, max: RAW.connections });
  const { data, ...labels } = JSON.parse(eventText()) as Record<string, unknown> & { data: unknown };
  const content = JSON.stringify(data);
  const insert = async (): Promise<void> => {
    const ids = Array.from({ length: RAW.rows }, () => uuidv7());
    const each = <T>(value: T): T[] => ids.map(() => value);
    await pool.query({
      name: 'raw',
      text: `INSERT INTO events (id, session_id, category, name, occurred_at, received_at, data)
        SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[],
          $7::jsonb[])`,
      values: [
        ids,
        each(labels.session_id),
        each(labels.category),
        each(labels.name),
        each(new Date()),
        each(new Date()),
        each(content),
      ],
    });
  };
  const endMs = performance.now() + RAW.seconds * 1_000;
  let statements = 0;
  const startMs = performance.now();
  await Promise.all(
    Array.from({ length: RAW.connections }, async () => {
      while (performance.now() < endMs) {
        await insert();
        statements++;
      }
    }),
  );
  const seconds = (performance.now() - startMs) / 1_000;
  await pool.end();
  return (statements * RAW.rows) / seconds;
}

/** Arrays through the whole door against rows that nobody checked. */
export async function measureArrays(product: Product, target: Target): Promise<Line[]> {
  const goOn = product.pauseWorker();
  const raw = await measureRawInserts(product);
  await emptyStreams(product);
  const arrays = await closedLoop({ ...target, body: arrayText(ARRAY) }, ARRAY_LOOP);
  await emptyStreams(product);
  goOn();
  const events = arrays.perSecond * ARRAY;
  return [
    { measure: 'raw UNNEST inserts of 1,000 rows, same tables', figure: rate(raw) },
    {
      measure: `events in arrays of ${ARRAY}, ${ARRAY_LOOP.connections} connections`,
      figure: `${rate(events)}, p99 ${ms(arrays.p99Ms)}`,
    },
    {
      measure: 'events in arrays over raw inserts',
      figure: times(events / raw),
      target: '>= 0.4 x',
      holds: events / raw >= 0.4,
    },
  ];
}

/** How long an answer takes while the worker is at work, at two steady rates. */
export async function measureLatency(product: Product, target: Target): Promise<Line[]> {
  const lines: Line[] = [];
  const asked = { ...target, bodyOf: () => eventText() };
  await openLoop(asked, { perSecond: 200, seconds: 3 });
  for (const { perSecond, share, name, limitMs } of [
    { perSecond: 200, share: 0.95, name: 'p95', limitMs: 10 },
    { perSecond: 1_000, share: 0.99, name: 'p99', limitMs: 50 },
  ]) {
    const sent = await openLoop(asked, { perSecond, seconds: 30 });
    const accept = sent.map(({ acceptMs }) => acceptMs);
    const refused = sent.filter(({ status }) => status !== 202).length;
    const slow = percentile(accept, share);
    lines.push({
      measure: `accept at ${perSecond.toLocaleString('en')}/s: p50, ${name}${refused > 0 ? `; ${refused} refused` : ''}`,
      figure: `${ms(percentile(accept, 0.5))}, ${ms(slow)}`,
      target: `${name} <= ${limitMs} ms`,
      holds: slow <= limitMs && refused === 0,
    });
    await settle(product);
  }
  return lines;
}
