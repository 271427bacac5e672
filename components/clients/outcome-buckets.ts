import type { Bucket, Series } from '#components/charts/limit-series.ts';
import type { ClientRefusals, RefusalReason } from '#lib/clients/refusals/schema.ts';
import type { EventStats } from '#lib/events/schema.ts';
import { REFUSAL_WORDS } from './refusal-words.ts';

const ACCEPTED: Series = { key: 'accepted', label: 'Accepted', tone: 'pass' };

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** `refusals`: how finely they are asked for; `widthMs`: of one bar. */
export const OUTCOME_RANGES = {
  '24h': { label: '24 hours', spanMs: DAY_MS, refusals: 'hour', widthMs: HOUR_MS },
  '7d': { label: '7 days', spanMs: 7 * DAY_MS, refusals: 'hour', widthMs: 3 * HOUR_MS },
  '30d': { label: '30 days', spanMs: 30 * DAY_MS, refusals: 'day', widthMs: DAY_MS },
} as const;
export type OutcomeRange = keyof typeof OUTCOME_RANGES;

/**
 * Accepted and refused in the bars of one chart. The two are counted on grids of their own, both aligned to UTC and both
 * at least as fine as a bar, so each count falls into one. Null for `bars`: what was accepted is not known.
 */
export function outcomeBuckets(
  refusals: Pick<ClientRefusals, 'buckets' | 'reasons'>,
  bars: EventStats['bars'],
  widthMs: number,
): { series: Series[]; buckets: Bucket[] } {
  const byStart = new Map<number, Record<string, number>>();
  const at = (time: string): Record<string, number> => {
    const start = Math.floor(Date.parse(time) / widthMs) * widthMs;
    const known = byStart.get(start) ?? {};
    byStart.set(start, known);
    return known;
  };
  const add = (values: Record<string, number>, key: string, count: number): void => {
    values[key] = (values[key] ?? 0) + count;
  };
  for (const bucket of refusals.buckets) {
    const values = at(bucket.at);
    for (const [reason, count] of Object.entries(bucket.counts)) add(values, reason, count);
  }
  for (const bar of bars ?? []) if (bar.count > 0) add(at(bar.at), ACCEPTED.key, bar.count);
  const refused = refusals.reasons.map(({ reason }) => ({
    key: reason,
    ...REFUSAL_WORDS[reason as RefusalReason],
  }));
  return {
    series: [...(bars ? [ACCEPTED] : []), ...refused],
    buckets: [...byStart]
      .toSorted(([a], [b]) => a - b)
      .map(([start, values]) => ({ at: new Date(start).toISOString(), values })),
  };
}
