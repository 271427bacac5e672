const DRIFT = 0.0002;

/** A moment of the database's clock on this process's clock, known to lie between the two. */
type LocalMoment = { earliest: number; latest: number };

export type SlotClock = {
  /** `databaseMs` was read at some moment between `before` and `after`. */
  observe: (databaseMs: number, before: number, after: number) => void;
  toLocal: (databaseMs: number) => LocalMoment;
};

/**
 * Translates the database's clock into this process's monotonic one. Every answer bounds the difference; the
 * bounds are narrowed by each observation, and widened with time because clocks drift apart.
 */
export function makeSlotClock(): SlotClock {
  let low = Number.NEGATIVE_INFINITY;
  let high = Number.POSITIVE_INFINITY;
  let seenAt = 0;
  return {
    observe: (databaseMs, before, after) => {
      const drift = Math.max(0, after - seenAt) * DRIFT;
      const [newLow, newHigh] = [before - databaseMs, after - databaseMs];
      low = Math.max(low - drift, newLow);
      high = Math.min(high + drift, newHigh);
      // One of the clocks was set anew: what was known is void.
      if (low > high) [low, high] = [newLow, newHigh];
      seenAt = after;
    },
    toLocal: (databaseMs) => ({ earliest: databaseMs + low, latest: databaseMs + high }),
  };
}
