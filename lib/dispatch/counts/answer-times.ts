/** Of the histograms, in milliseconds: a range below the first, between each two, and from the last on. */
export const BOUNDS_MS = [
  2, 5, 10, 15, 20, 30, 50, 75, 100, 150, 200, 300, 500, 750, 1_000, 1_500, 2_000, 3_000, 5_000, 7_500,
  10_000, 15_000, 20_000, 30_000,
];

/**
 * The time within which this share of the answers came, to the width of a range of the histogram; null without any.
 * What took longer than the last bound counts as that.
 */
function quantileMs(counts: readonly number[], share: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  let left = total * share;
  for (const [i, count] of counts.entries()) {
    if (left <= count && count > 0) {
      const [from, to] = [BOUNDS_MS[i - 1] ?? 0, BOUNDS_MS[i] ?? BOUNDS_MS.at(-1) ?? 0];
      return Math.round(from + (to - from) * (left / count));
    }
    left -= count;
  }
  return BOUNDS_MS.at(-1) ?? null;
}

export type AnswerTimes = { p50: number; p95: number };

export function answerTimes(counts: readonly number[]): AnswerTimes | null {
  const [p50, p95] = [quantileMs(counts, 0.5), quantileMs(counts, 0.95)];
  return p50 === null || p95 === null ? null : { p50, p95 };
}
