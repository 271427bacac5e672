import { wilsonInterval } from '#lib/platform/wilson.ts';
import type { VerdictCount } from './health-repo.ts';
import type { PatternPrecision } from './schema.ts';

/** Tests say nothing about whether a pattern is right about what leaks: they stand beside the share. */
export function toPrecision(row: VerdictCount): PatternPrecision {
  const judged = row.confirmed + row.false_positives;
  return {
    ...row,
    precision: judged === 0 ? null : row.confirmed / judged,
    interval: wilsonInterval(row.confirmed, judged),
  };
}
