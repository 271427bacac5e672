import { setTimeout as pause } from 'node:timers/promises';
import type { Target } from '../connection.ts';
import { openLoop } from '../open-loop.ts';
import { percentile } from '../percentile.ts';
import type { Product } from '../product.ts';
import { type Line, ms } from '../report.ts';
import { deliveredMs } from '../sample-delivery.ts';
import { countStatements, resetStatements } from '../statement-count.ts';
import { addSink, asObserver, eventText, settle } from '../workload.ts';

const RATE = { perSecond: 1_000, seconds: 120 };
/** What was sent last may still be on its way. */
const ON_ITS_WAY_MS = 1_000;
const MAX_STATEMENTS = 3;

const walPosition = (product: Product): Promise<number> =>
  asObserver(product, async (client) => {
    const { rows } = await client.query<{ bytes: string }>(
      "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') AS bytes",
    );
    return Number(rows[0]?.bytes);
  });

/** As much as comes has to leave as well. */
export async function measureSteady(product: Product, target: Target): Promise<Line[]> {
  const sink = await addSink(product);
  const asked = { ...target, bodyOf: eventText };
  await openLoop(asked, { perSecond: 500, seconds: 5 });
  await settle(product);
  await resetStatements(product);
  const walBefore = await walPosition(product);
  const sent = await openLoop(asked, RATE);
  await pause(ON_ITS_WAY_MS);
  const accepted = sent.filter(({ status }) => status === 202);
  const backlog = accepted.filter(({ key }) => !sink.arrivedAtMs.has(key)).length;
  const delivered = await deliveredMs(sent, sink);
  await settle(product);
  const perEvent = (await countStatements(product)) / sent.length;
  const walBytes = ((await walPosition(product)) - walBefore) / sent.length;
  await sink.remove();
  const refused = sent.length - accepted.length;
  const n = (value: number): string => value.toLocaleString('en');
  return [
    {
      measure: `${n(RATE.perSecond)} events/s for ${RATE.seconds} s: not delivered a second after the last; refused`,
      figure: `${n(backlog)}; ${n(refused)}`,
      target: '0; 0',
      holds: backlog + refused === 0,
    },
    {
      measure: 'the same: accept to delivered, p50, p95',
      figure: `${ms(percentile(delivered, 0.5))}, ${ms(percentile(delivered, 0.95))}`,
    },
    {
      measure: 'the same: SQL statements per event, accepted to delivered',
      figure: perEvent.toFixed(2),
      target: `<= ${MAX_STATEMENTS}`,
      holds: perEvent <= MAX_STATEMENTS,
    },
    { measure: 'the same: write-ahead log per event', figure: `${(walBytes / 1_024).toFixed(1)} KiB` },
  ];
}
