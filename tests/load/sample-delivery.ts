import { setTimeout as pause } from 'node:timers/promises';
import type { Target } from './connection.ts';
import { openLoop, type Rate, type Sent } from './open-loop.ts';
import type { Product } from './product.ts';
import type { Sink } from './sink.ts';
import { addSink, eventText } from './workload.ts';

const PATIENCE_MS = 15_000;

/** Milliseconds from the moment each accepted event was due to its arrival; what is not there in time is left out. */
export async function deliveredMs(sent: readonly Sent[], sink: Sink): Promise<number[]> {
  const accepted = sent.filter(({ status }) => status === 202);
  const until = performance.now() + PATIENCE_MS;
  while (performance.now() < until && !accepted.every(({ key }) => sink.arrivedAtMs.has(key)))
    await pause(100);
  return accepted.flatMap(({ key, sentAtMs }) => {
    const atMs = sink.arrivedAtMs.get(key);
    return atMs === undefined ? [] : [atMs - sentAtMs];
  });
}

/** Sends at a steady rate to one receiver that is well. */
export async function sampleDelivery(
  product: Product,
  target: Target,
  rate: Rate,
): Promise<{ accept: number[]; delivered: number[]; lost: number; refused: number }> {
  const sink = await addSink(product);
  const asked = { ...target, bodyOf: eventText };
  await openLoop(asked, { perSecond: 50, seconds: 3 });
  const sent = await openLoop(asked, rate);
  const delivered = await deliveredMs(sent, sink);
  await sink.remove();
  const accept = sent.flatMap(({ status, acceptMs }) => (status === 202 ? [acceptMs] : []));
  return {
    accept,
    delivered,
    lost: accept.length - delivered.length,
    refused: sent.length - accept.length,
  };
}
