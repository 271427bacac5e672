import { allowanceMs, beat } from './scan-protocol.ts';

type Settings = { words: Int32Array; timeoutMs: number; onOverrun: () => void };

const OUTSIDE_SEARCH_MS = 30_000;

/**
 * Looks whether a busy thread still moves. The clock it goes by is processor time: on a starved machine a search is
 * slow through no fault of its pattern.
 */
export function createWatchdog({ words, timeoutMs, onOverrun }: Settings) {
  let timer: NodeJS.Timeout | null = null;
  let step = -1;
  let seenAt = 0;
  let cpuAt = process.cpuUsage();

  function look(): void {
    const now = performance.now();
    const current = Atomics.load(words, beat.step);
    if (current !== step) {
      step = current;
      seenAt = now;
      cpuAt = process.cpuUsage();
      return;
    }
    const limit = limitMs();
    const elapsed = now - seenAt;
    if (elapsed < limit) return;
    const { user, system } = process.cpuUsage(cpuAt);
    if ((user + system) / 1000 < limit * 0.8 && elapsed < limit * 10) return;
    stop();
    onOverrun();
  }

  function limitMs(): number {
    const searching = step % 2 !== 0;
    if (!searching) return OUTSIDE_SEARCH_MS;
    const length = Atomics.load(words, beat.length);
    // The linear engine runs at some 0.2 MB/s; what is slower still has lost its way.
    if (Atomics.load(words, beat.linear) === 1) return timeoutMs * 20 + length / 50;
    return timeoutMs + allowanceMs(length);
  }

  function stop(): void {
    if (timer !== null) clearInterval(timer);
    timer = null;
  }

  return {
    start() {
      stop();
      step = -1;
      timer = setInterval(look, Math.max(5, timeoutMs / 5));
    },
    stop,
  };
}
