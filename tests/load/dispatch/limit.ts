import { setTimeout as pause } from 'node:timers/promises';
import type { Target } from '../connection.ts';
import { openLoop } from '../open-loop.ts';
import type { Product } from '../product.ts';
import { type Line, rate } from '../report.ts';
import { addSink, arrayText, settle } from '../workload.ts';
import { startMoreWorkers } from './more-workers.ts';

const PER_SECOND = 20;
const SECONDS = 60;
const WORKERS = 3;
const ARRAY = 100;

/** The most calls that any window of one second saw, wherever it begins. */
function mostInASecond(callsAtMs: readonly number[]): number {
  const sorted = callsAtMs.toSorted((a, b) => a - b);
  let most = 0;
  let from = 0;
  for (const [i, atMs] of sorted.entries()) {
    while (atMs - (sorted[from] as number) >= 1_000) from += 1;
    most = Math.max(most, i - from + 1);
  }
  return most;
}

/** A limit belongs to the destination, and not to each of those who send. */
export async function measureLimit(product: Product, target: Target): Promise<Line[]> {
  const endWorkers = await startMoreWorkers(product, WORKERS - 1);
  const sink = await addSink(product, { rate_per_second: PER_SECOND });
  const waiting = (PER_SECOND * (SECONDS + 10)) / ARRAY;
  await openLoop({ ...target, bodyOf: () => arrayText(ARRAY) }, { perSecond: waiting, seconds: 1 });
  await pause(SECONDS * 1_000);
  const calls = [...sink.callsAtMs];
  await sink.remove();
  await endWorkers();
  await settle(product);
  const [first = 0, last = 0] = [calls[0], calls.at(-1)];
  const most = mostInASecond(calls);
  return [
    {
      measure: `a limit of ${PER_SECOND}/s, ${WORKERS} workers, ${SECONDS} s: most calls in any second; calls in all`,
      figure: `${most}; ${calls.length} (${rate((calls.length * 1_000) / (last - first))})`,
      target: `<= ${PER_SECOND + 1}`,
      holds: most <= PER_SECOND + 1 && calls.length > 0,
    },
  ];
}
