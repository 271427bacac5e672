import type { Target } from '../connection.ts';
import { openLoop } from '../open-loop.ts';
import { percentile } from '../percentile.ts';
import type { Product } from '../product.ts';
import { type Line, ms } from '../report.ts';
import { deliveredMs } from '../sample-delivery.ts';
import type { Respond } from '../sink.ts';
import { type AddedSink, addSink, asObserver, eventText, settle } from '../workload.ts';

const RATE = { perSecond: 30, seconds: 15 };
const ROUNDS = 3;
const NEIGHBOURS = 9;
const MAX_CHANGE = 0.1;

const ILL: Readonly<Record<string, Respond>> = {
  hangs: () => {},
  'answers 500': (response) => {
    response.writeHead(500).end('no');
  },
  'answers 429': (response) => {
    response.writeHead(429, { 'retry-after': '1' }).end();
  },
  drips: (response) => {
    response.writeHead(200, { 'content-length': '100000' });
    const drip = setInterval(() => response.write('.'), 100);
    response.once('close', () => clearInterval(drip));
  },
};

/** What waits for it is no part of the next round. */
async function takeAway(product: Product, sink: AddedSink): Promise<void> {
  await sink.remove();
  await asObserver(product, (client) =>
    client.query(
      `UPDATE deliveries SET status = 'discarded', next_attempt_at = NULL, claimed_by = NULL, finished_at = now()
        WHERE destination_id = $1 AND status IN ('pending', 'delivering')`,
      [sink.destinationId],
    ),
  );
}

/** The p95 of the nine while the tenth answers so. */
async function besides(
  product: Product,
  target: Target,
  nine: readonly AddedSink[],
  respond: Respond | undefined,
): Promise<number> {
  const tenth = await addSink(product, {}, respond);
  const sent = await openLoop({ ...target, bodyOf: eventText }, RATE);
  const times = await Promise.all(nine.map((sink) => deliveredMs(sent, sink)));
  await takeAway(product, tenth);
  await settle(product);
  return percentile(times.flat(), 0.95);
}

const median = (numbers: readonly number[]): number => percentile(numbers, 0.5);

/** Ten receivers get every event; how the tenth fares should be nothing to the other nine. */
export async function measureNeighbours(product: Product, target: Target): Promise<Line[]> {
  const nine = await Promise.all(Array.from({ length: NEIGHBOURS }, () => addSink(product)));
  await besides(product, target, nine, undefined);
  const lines: Line[] = [];
  for (const [words, respond] of Object.entries(ILL)) {
    const [well, ill]: [number[], number[]] = [[], []];
    // In turns, so that a machine that grows slower does so for both.
    for (let round = 0; round < ROUNDS; round += 1) {
      well.push(await besides(product, target, nine, undefined));
      ill.push(await besides(product, target, nine, respond));
    }
    const change = median(ill) / median(well) - 1;
    lines.push({
      measure: `one of ten ${words}, ${RATE.perSecond} events/s to each: p95 of the other nine before and then, in the median of ${ROUNDS} rounds`,
      figure: `${ms(median(well))}, ${ms(median(ill))}: ${change >= 0 ? '+' : ''}${(change * 100).toFixed(1)} %`,
      target: `<= +${MAX_CHANGE * 100} %`,
      holds: change <= MAX_CHANGE,
    });
  }
  for (const sink of nine) await sink.remove();
  return lines;
}
