import type { Tone } from '#components/ui/tones.ts';

export type Series = { key: string; label: string; tone: Tone };
export type Bucket = {
  at: string;
  values: Readonly<Record<string, number>>;
  /** Not all of its time is counted: it is not over, or lies in the window only in part. */
  partial?: boolean | undefined;
};

const MAX_SERIES = 6;
const OTHER: Series = { key: 'other', label: 'Other', tone: 'neutral' };

/** Keeps the six largest series in their given order and adds the rest up as "other". */
export function limitSeries(
  series: readonly Series[],
  buckets: readonly Bucket[],
): { series: readonly Series[]; buckets: readonly Bucket[] } {
  if (series.length <= MAX_SERIES) return { series, buckets };
  const total = (key: string) => buckets.reduce((sum, bucket) => sum + (bucket.values[key] ?? 0), 0);
  const kept = new Set(
    series
      .map((one) => ({ key: one.key, sum: total(one.key) }))
      .toSorted((a, b) => b.sum - a.sum)
      .slice(0, MAX_SERIES)
      .map((one) => one.key),
  );
  return {
    series: [...series.filter((one) => kept.has(one.key)), OTHER],
    buckets: buckets.map((bucket) => {
      const values: Record<string, number> = {};
      let other = 0;
      for (const one of series) {
        const value = bucket.values[one.key] ?? 0;
        if (kept.has(one.key)) values[one.key] = value;
        else other += value;
      }
      return { ...bucket, values: { ...values, [OTHER.key]: other } };
    }),
  };
}
