import { allowanceMs, beat } from './scan-protocol.ts';

type Settings = {
  words: Int32Array;
  timeoutMs: number;
  /** Processor time of the watched thread; it answers even from inside a search. */
  cpuMs: () => Promise<number>;
  onOverrun: () => void;
};

/** Outside of a search: half a minute for the usual limit of 50 ms. */
const OUTSIDE_SEARCH = 600;
/** On a starved machine a search is slow through no fault of its pattern; this often its time it may wait for a core. */
const PATIENCE = 20;

/** Looks whether a busy thread still moves, and for how much processor time it has not. */
export function createWatchdog({ words, timeoutMs, cpuMs, onOverrun }: Settings) {
  let timer: NodeJS.Timeout | null = null;
  let step = -1;
  let seenAt = 0;
  let cpuAtMs: number | null = null;

  async function look(): Promise<void> {
    const cpu = await cpuMs().catch(() => null);
    const current = Atomics.load(words, beat.step);
    if (timer === null) return;
    if (current !== step) {
      step = current;
      seenAt = performance.now();
      cpuAtMs = cpu;
      return;
    }
    const limit = limitMs();
    const spent = cpu === null || cpuAtMs === null ? 0 : cpu - cpuAtMs;
    if (spent < limit && performance.now() - seenAt < limit * PATIENCE) return;
    stop();
    onOverrun();
  }

  function limitMs(): number {
    const searching = step % 2 !== 0;
    if (!searching) return timeoutMs * OUTSIDE_SEARCH;
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
