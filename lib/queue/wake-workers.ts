import { announce } from '#lib/platform/change-feed.ts';
import { processSingleton } from '#lib/platform/singleton.ts';
import type { QueueName } from './jobs.ts';

const SPACING_MS = 25;

type WakeState = { timer: NodeJS.Timeout | null; again: boolean };

/**
 * Tells the workers, after the commit, that a queue has work. The first call goes out at once, those of the next 25 ms
 * share one NOTIFY: a quick worker would otherwise take few events at a time, with ten statements each time. It is never
 * part of an ingest commit, where it would make commits wait for each other. A lost notice costs a poll interval, nothing else.
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
