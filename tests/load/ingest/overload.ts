import { setTimeout as pause } from 'node:timers/promises';
import { closedLoop } from '../closed-loop.ts';
import type { Target } from '../connection.ts';
import { openLoop, type Sent } from '../open-loop.ts';
import { collectGarbage, residentMib } from '../processes.ts';
import type { Product } from '../product.ts';
import { type Line, rate } from '../report.ts';
import { arrayText, asObserver, eventText, settle } from '../workload.ts';

const FACTOR = 3;
const SECONDS = 60;
const ARRAY = 100;
/** Arrays on 256 connections are more rows than the bounded queue takes. */
const FLOODS = [
  { words: 'single events', events: 1, body: eventText(), measured: 64, connections: 1_024 },
  { words: `arrays of ${ARRAY}`, events: ARRAY, body: arrayText(ARRAY), measured: 8, connections: 256 },
];
const SLOW_MS = 500;
/** What is left after a collection differs by so much from one time to the next. */
const NOISE_MIB = 16;
const QUIET_MS = 5_000;

/** How many of the events that were answered 202 are not there. */
const countLost = (product: Product, ids: readonly string[]): Promise<number> =>
  asObserver(product, async (client) => {
    let lost = 0;
    for (let i = 0; i < ids.length; i += 10_000) {
      const { rows } = await client.query<{ lost: string }>(
        `SELECT count(*) AS lost FROM unnest($1::uuid[]) AS given(id)
          WHERE NOT EXISTS (SELECT 1 FROM events e WHERE e.id = given.id)`,
        [ids.slice(i, i + 10_000)],
      );
      lost += Number(rows[0]?.lost);
    }
    return lost;
  });

const acceptedIds = (sent: readonly Sent[]): string[] => sent.flatMap(({ ids }) => ids);

/** Without garbage: how much of that lies about says when the engine last looked, not what is held. */
async function heldMib(product: Product): Promise<number> {
  await settle(product);
  await pause(QUIET_MS);
  await collectGarbage(product);
  return residentMib(product.pids.web);
}

type Flood = (typeof FLOODS)[number];

/**
 * Three times as much as it takes, from a fixed number of connections. Memory counts after a first flood, which fills
 * what is kept on purpose (caches, compiled code): the second may leave no more behind.
 */
async function measureFlood(product: Product, target: Target, flood: Flood): Promise<Line[]> {
  const { words, events, body, connections } = flood;
  const capacity = await closedLoop({ ...target, body }, { connections: flood.measured, seconds: 10 });
  await settle(product);
  const perSecond = Math.round(capacity.perSecond * FACTOR);
  const send = (seconds: number): Promise<Sent[]> =>
    openLoop({ ...target, bodyOf: () => body }, { perSecond, seconds, connections, leaveOutLate: true });
  const first = await send(SECONDS);
  const beforeMib = await heldMib(product);
  const sent = await send(SECONDS);
  const afterMib = await heldMib(product);
  const count = (status: number | null): number => sent.filter((one) => one.status === status).length;
  const [taken, refused, unsent] = [count(202), count(503), count(null)];
  const other = sent.length - taken - refused - unsent;
  const slow = sent.filter(({ answeredMs }) => answeredMs > SLOW_MS).length;
  const lost = await countLost(product, acceptedIds([...first, ...sent]));
  const n = (value: number): string => value.toLocaleString('en');
  return [
    {
      measure: `${words}, ${FACTOR} x capacity (${rate(perSecond * events)} events) for ${SECONDS} s on ${n(connections)} connections: calls accepted; told to come back; without a free connection; anything else`,
      figure: `${n(taken)}; ${n(refused)}; ${n(unsent)}; ${n(other)}`,
      target: 'nothing else',
      holds: other === 0,
    },
    {
      measure: `${words}: answers slower than ${SLOW_MS} ms; accepted but lost`,
      figure: `${n(slow)}; ${n(lost)}`,
      target: '0; 0',
      holds: slow + lost === 0,
    },
    {
      measure: `${words}: memory that the web server holds before and after`,
      figure: `${beforeMib.toFixed(0)} MiB, ${afterMib.toFixed(0)} MiB`,
      target: 'no growth',
      holds: afterMib - beforeMib <= NOISE_MIB,
    },
  ];
}

export async function measureOverload(product: Product, target: Target): Promise<Line[]> {
  const lines: Line[] = [];
  for (const flood of FLOODS) lines.push(...(await measureFlood(product, target, flood)));
  return lines;
}
