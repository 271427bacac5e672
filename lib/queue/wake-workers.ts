import { announce } from '#lib/platform/change-feed.ts';
import { processSingleton } from '#lib/platform/singleton.ts';
import type { QueueName } from './jobs.ts';

const SPACING_MS = 4;

type WakeState = { timer: NodeJS.Timeout | null; again: boolean };

/**
 * Tells the workers, after the commit, that a queue has work. Calls within a few milliseconds share one
 * NOTIFY: it is never part of an ingest commit, where it would make commits wait for each other. A lost
 * notice costs a poll interval, nothing else.
 */
export function wakeWorkers(queue: QueueName | 'deliveries'): void {
  const state = processSingleton<WakeState>(`queue.wake.${queue}`, () => ({ timer: null, again: false }));
  state.again = state.timer !== null;
  if (state.again) return;
  announce('wake', queue).catch(() => undefined);
  state.timer = setTimeout(() => {
    state.timer = null;
    if (state.again) wakeWorkers(queue);
  }, SPACING_MS);
  state.timer.unref();
}
