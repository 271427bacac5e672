import type { Delivery } from '#lib/dispatch/schema.ts';
import type { DescribedEvent } from '#lib/pipeline/schema.ts';

const SOON_MS = 2_000;
const BUSY_POLL_MS = 500;
const NEAR_POLL_MS = 1_000;
const FAR_POLL_MS = 15_000;

const FINAL = new Set<Delivery['status']>(['delivered', 'dead', 'withheld', 'discarded']);

export const isFinal = (delivery: Delivery): boolean => FINAL.has(delivery.status);

/** A delivery that has failed before and waits for another try. */
export const isRetrying = (delivery: Delivery): boolean =>
  delivery.status === 'pending' && delivery.attempt_count > 0;

/** When to look at the event again; false once nothing about it can change by itself. */
export function pollDelayMs(event: DescribedEvent, nowMs: number): number | false {
  if (event.status === 'accepted' || event.status === 'processing') return BUSY_POLL_MS;
  const waiting = (event.deliveries ?? []).filter((delivery) => !isFinal(delivery));
  if (waiting.length === 0) return false;
  const untilMs = Math.min(
    // One that its destination holds back is not sent however long it has been due.
    ...waiting.map(({ next_attempt_at: at, held }) =>
      held !== null ? FAR_POLL_MS : at === null ? 0 : Date.parse(at) - nowMs,
    ),
  );
  return untilMs <= SOON_MS ? NEAR_POLL_MS : Math.min(untilMs, FAR_POLL_MS);
}

/** Nothing can be done again before it was done once. */
export const isReplayable = ({ status }: Pick<DescribedEvent, 'status'>): boolean =>
  status === 'processed' || status === 'failed';
