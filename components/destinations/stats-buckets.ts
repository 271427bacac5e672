import type { Bucket, Series } from '#components/charts/limit-series.ts';
import type { CountedOutcome, DestinationStats } from '#lib/dispatch/counts/schema.ts';

/** Attempts by how they ended, stacked from below. */
export const ATTEMPT_SERIES: readonly (Series & { key: CountedOutcome })[] = [
  { key: 'delivered', label: 'Delivered', tone: 'pass' },
  { key: 'refused', label: 'Refused', tone: 'block' },
  { key: 'timed_out', label: 'Timed out', tone: 'redact' },
  { key: 'unreachable', label: 'Not reached', tone: 'withheld' },
];

/** The bars of the chart; one that holds the present is not whole yet. */
export const statsBuckets = ({ buckets, to }: Pick<DestinationStats, 'buckets' | 'to'>): Bucket[] =>
  buckets.map(({ at, counts }, index) => ({
    at,
    values: counts,
    ...(index === buckets.length - 1 && Date.parse(to) > Date.parse(at) ? { partial: true } : {}),
  }));
