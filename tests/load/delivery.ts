import { closedLoop } from './closed-loop.ts';
import type { Target } from './connection.ts';
import { percentile } from './percentile.ts';
import type { Product } from './product.ts';
import { type Line, ms, rate, times } from './report.ts';
import { sampleDelivery } from './sample-delivery.ts';
import { eventText, settle } from './workload.ts';
import { startEmptyNext } from './yardsticks.ts';

const LOOP = { connections: 32, seconds: 15 };
const RATE = { perSecond: 200, seconds: 30 };

async function measureSteadyRate(product: Product, target: Target): Promise<Line[]> {
  const { accept, delivered, lost, refused } = await sampleDelivery(product, target, RATE);
  const [accept95, delivered95] = [percentile(accept, 0.95), percentile(delivered, 0.95)];
  return [
    {
      measure: `accept at ${RATE.perSecond}/s: p50, p95`,
      figure: `${ms(percentile(accept, 0.5))}, ${ms(accept95)}`,
      target: 'p95 <= 15 ms',
      holds: accept95 <= 15,
    },
    {
      measure: `accept to delivered at ${RATE.perSecond}/s: p50, p95`,
      figure: `${ms(percentile(delivered, 0.5))}, ${ms(delivered95)}`,
      target: 'p95 <= 250 ms',
      holds: delivered95 <= 250,
    },
    {
      measure: 'accepted but not delivered; refused',
      figure: `${lost}; ${refused}`,
      target: '0; 0',
      holds: lost + refused === 0,
    },
  ];
}

/** The way of one event through the whole product, against a framework that does nothing. */
export async function measureDelivery(product: Product, target: Target): Promise<Line[]> {
  const yardstick = await startEmptyNext();
  const empty = await yardstick.ask(LOOP);
  await yardstick.stop();
  const goOn = product.pauseWorker();
  const single = await closedLoop({ ...target, body: eventText() }, LOOP);
  goOn();
  await settle(product);
  const beside = await closedLoop({ ...target, body: eventText() }, LOOP);
  await settle(product);
  const ratio = single.perSecond / empty.perSecond;
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
      measure: 'the same while the worker processes them',
      figure: `${rate(beside.perSecond)}, p99 ${ms(beside.p99Ms)}`,
    },
    {
      measure: 'single events over the empty handler',
      figure: times(ratio),
      target: '>= 3 x',
      holds: ratio >= 3,
    },
    ...(await measureSteadyRate(product, target)),
  ];
}
