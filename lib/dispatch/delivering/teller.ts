import { log } from '#lib/platform/log.ts';
import type { Probe, Tally } from './breaker.ts';

/** Failures and probes are told this soon after the last time, successes alone much later. */
const SOON_MS = 250;
const LATER_MS = 10_000;

/** `gone`: it answered that it takes nothing any more. */
export type Told = Tally & { gone: boolean };
export type TalliedAttempt = {
  delivered: boolean;
  gone: boolean;
  retryAfterMs: number | null;
  isProbe: boolean;
};
export type Teller = {
  note: (destinationId: string, attempt: TalliedAttempt) => void;
  /** Tells what is left. */
  stop: () => Promise<void>;
};

const NOTHING: Told = { delivered: 0, failed: 0, probes: [], gone: false };

const add = (a: Told, b: Told): Told => ({
  delivered: a.delivered + b.delivered,
  failed: a.failed + b.failed,
  probes: [...a.probes, ...b.probes],
  gone: a.gone || b.gone,
});

const toldOf = ({ delivered, gone, retryAfterMs, isProbe }: TalliedAttempt): Told => {
  const probes: Probe[] = isProbe ? [{ delivered, retryAfterMs }] : [];
  return { delivered: delivered ? 1 : 0, failed: delivered ? 0 : 1, probes, gone };
};

/**
 * Counts what becomes of attempts and tells it in batches, so that a destination that is well costs next to nothing.
 * What cannot be told is kept and told later.
 */
export function makeTeller(tell: (told: ReadonlyMap<string, Told>) => Promise<void>): Teller {
  let waiting = new Map<string, Told>();
  let telling: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let dueAt = Number.POSITIVE_INFINITY;
  let toldAt = Number.NEGATIVE_INFINITY;
  let stopped = false;

  const tellNow = async (): Promise<void> => {
    const batch = waiting;
    waiting = new Map();
    try {
      if (batch.size > 0) await tell(batch);
    } catch (error) {
      log.warn({ err: error }, 'how attempts ended could not be counted yet');
      for (const [id, told] of waiting) batch.set(id, add(batch.get(id) ?? NOTHING, told));
      waiting = batch;
    }
    toldAt = performance.now();
  };

  const run = (): void => {
    dueAt = Number.POSITIVE_INFINITY;
    telling = tellNow().finally(() => {
      telling = null;
      const urgent = [...waiting.values()].some(({ failed, probes }) => failed > 0 || probes.length > 0);
      if (waiting.size > 0) schedule(urgent ? SOON_MS : LATER_MS);
    });
  };

  const schedule = (afterMs: number): void => {
    const at = toldAt + afterMs;
    if (stopped || telling || at >= dueAt) return;
    dueAt = at;
    clearTimeout(timer);
    timer = setTimeout(run, Math.max(0, at - performance.now()));
    timer.unref();
  };

  return {
    note: (destinationId, attempt) => {
      waiting.set(destinationId, add(waiting.get(destinationId) ?? NOTHING, toldOf(attempt)));
      schedule(attempt.delivered && !attempt.isProbe ? LATER_MS : SOON_MS);
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await telling;
      await tellNow();
    },
  };
}
