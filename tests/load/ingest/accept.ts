import pg from 'pg';
import { uuidv7 } from '#lib/platform/ids.ts';
import { closedLoop, type Throughput } from '../closed-loop.ts';
import type { Target } from '../connection.ts';
import { openLoop } from '../open-loop.ts';
import { percentile } from '../percentile.ts';
import type { Product } from '../product.ts';
import { type Line, ms, rate, times } from '../report.ts';
import { arrayText, emptyStreams, eventText, settle } from '../workload.ts';
import { startEmptyNext, startUnbatched, type Yardstick } from '../yardsticks.ts';

/** Many senders at once, and few: the more of them wait together, the more share a commit. */
const CONNECTIONS = [256, 64];
/** Many short ones: a machine that is slower for a while is slower for each of the three. */
const ROUNDS = 9;
const SLICE = { seconds: 2, warmUpSeconds: 0.5 };
const BESIDE_SECONDS = 8;
const ARRAY = 100;
const ARRAY_LOOP = { connections: 8, seconds: 15 };
const RAW = { rows: 1_000, connections: 4, seconds: 15 };

type Round = { empty: Throughput; single: Throughput; unbatched: Throughput };
type Yardsticks = { empty: Yardstick; unbatched: Yardstick };

async function measureRound(
  { empty, unbatched }: Yardsticks,
  target: Target,
  connections: number,
): Promise<Round> {
  const loop = { connections, ...SLICE };
  return {
    empty: await empty.ask(loop),
    single: await closedLoop({ ...target, body: eventText() }, loop),
    unbatched: await unbatched.ask(loop),
  };
}

const middle = (numbers: readonly number[]): number => percentile(numbers, 0.5);
const span = (numbers: readonly number[]): string =>
  `${times(middle(numbers))} (${Math.min(...numbers).toFixed(2)} to ${Math.max(...numbers).toFixed(2)})`;

function linesOf(rounds: readonly Round[], connections: number): Line[] {
  const speed = (name: keyof Round): string =>
    `${rate(middle(rounds.map((round) => round[name].perSecond)))}, p99 ${ms(middle(rounds.map((round) => round[name].p99Ms)))}`;
  const overEmpty = rounds.map(({ single, empty }) => single.perSecond / empty.perSecond);
  const overUnbatched = rounds.map(({ single, unbatched }) => single.perSecond / unbatched.perSecond);
  const on = `, ${connections} connections`;
  return [
    { measure: `empty Next route handler${on}`, figure: speed('empty') },
    { measure: `an INSERT and a commit for each event${on}`, figure: speed('unbatched') },
    { measure: `single events, durable, one process${on}`, figure: speed('single') },
    {
      measure: `single events over the empty handler${on}: middle of ${rounds.length} rounds`,
      figure: span(overEmpty),
      target: '>= 5 x',
      holds: middle(overEmpty) >= 5,
    },
    {
      measure: `single events over an INSERT for each${on}: middle of ${rounds.length} rounds`,
      figure: span(overUnbatched),
      target: '>= 1.5 x',
      holds: middle(overUnbatched) >= 1.5,
    },
  ];
}

/** Single events against a framework that does nothing, and against a commit for each of them; the worker is halted. */
export async function measureSingles(product: Product, target: Target): Promise<Line[]> {
  const yardsticks = { empty: await startEmptyNext(), unbatched: await startUnbatched(product, target) };
  const lines: Line[] = [];
  const all: Round[] = [];
  const goOn = product.pauseWorker();
  for (const connections of CONNECTIONS) {
    await measureRound(yardsticks, target, connections);
    const rounds: Round[] = [];
    for (let i = 0; i < ROUNDS; i++) rounds.push(await measureRound(yardsticks, target, connections));
    await emptyStreams(product);
    lines.push(...linesOf(rounds, connections));
    all.push(...rounds);
  }
  goOn();
  for (const { stop } of Object.values(yardsticks)) await stop();
  const loop = { connections: CONNECTIONS[0] ?? 1, seconds: BESIDE_SECONDS };
  const beside = await closedLoop({ ...target, body: eventText() }, loop);
  await settle(product);
  const refused = all.reduce(
    (sum, { single, unbatched }) => sum + single.refused + unbatched.refused,
    beside.refused,
  );
  return [
    ...lines,
    {
      measure: `single events while the worker processes them, ${loop.connections} connections`,
      figure: `${rate(beside.perSecond)}, p99 ${ms(beside.p99Ms)}`,
    },
    { measure: 'refused in all of these', figure: String(refused), target: '0', holds: refused === 0 },
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
    const refusals = sent.flatMap(({ status }) => (status === 202 ? [] : [status]));
    const slow = percentile(accept, share);
    lines.push({
      measure: `accept at ${perSecond.toLocaleString('en')}/s: p50, ${name}${refusals.length > 0 ? `; refused with ${refusals.join(', ')}` : ''}`,
      figure: `${ms(percentile(accept, 0.5))}, ${ms(slow)}`,
      target: `${name} <= ${limitMs} ms`,
      holds: slow <= limitMs && refusals.length === 0,
    });
    await settle(product);
  }
  return lines;
}
