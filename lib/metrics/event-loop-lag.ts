import { monitorEventLoopDelay } from 'node:perf_hooks';
import { processSingleton } from '#lib/platform/singleton.ts';

const RESOLUTION_MS = 10;
const NS_PER_S = 1e9;

const histogram = (): ReturnType<typeof monitorEventLoopDelay> =>
  processSingleton('event-loop-lag', () => {
    const made = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
    made.enable();
    return made;
  });

/** How late this process got to its work since it was asked last, in seconds; the first answer starts the watch. */
export function takeEventLoopLag(): { p50: number; p99: number; max: number } {
  const lag = histogram();
  // The measured delay contains the timer's own period.
  const seconds = (ns: number): number => Math.max(0, ns / NS_PER_S - RESOLUTION_MS / 1000);
  const taken =
    lag.count === 0
      ? { p50: 0, p99: 0, max: 0 }
      : { p50: seconds(lag.percentile(50)), p99: seconds(lag.percentile(99)), max: seconds(lag.max) };
  lag.reset();
  return taken;
}
