type Interval = { low: number; high: number };

/** For 95 of 100 intervals to hold the true share. */
const Z = 1.959_964;

/**
 * Between which shares the true one lies when `hits` of `total` were counted, by Wilson's score: honest for few counts and
 * for shares near 0 and 1. Without any count it may be anything.
 */
export function wilsonInterval(hits: number, total: number): Interval {
  if (total === 0) return { low: 0, high: 1 };
  const share = hits / total;
  const spread = Z ** 2 / total;
  const middle = share + spread / 2;
  const half = Z * Math.sqrt((share * (1 - share)) / total + spread / (4 * total));
  return {
    low: Math.max(0, (middle - half) / (1 + spread)),
    high: Math.min(1, (middle + half) / (1 + spread)),
  };
}
