import { wilsonInterval } from '#lib/platform/wilson.ts';
import type { VerdictRow } from './result-repo.ts';
import type { BacktestDetail, BacktestVerdicts } from './schema.ts';

const sum = (rows: readonly VerdictRow[], name: 'confirmed' | 'false_positives' | 'used_in_tests'): number =>
  rows.reduce((total, row) => total + row[name], 0);

/** Tests say nothing about whether a pattern is right about what leaks: they stand beside the share. */
function toVerdicts(rows: readonly VerdictRow[]): BacktestVerdicts {
  const confirmed = sum(rows, 'confirmed');
  const falsePositives = sum(rows, 'false_positives');
  const judged = confirmed + falsePositives;
  return {
    confirmed,
    false_positives: falsePositives,
    used_in_tests: sum(rows, 'used_in_tests'),
    precision: judged === 0 ? null : confirmed / judged,
    interval: wilsonInterval(confirmed, judged),
  };
}

/** How right both sides are by the verdicts there are, and what would change. */
export function sumVerdicts(rows: readonly VerdictRow[]): BacktestDetail['verdicts'] {
  const tested = toVerdicts(rows.filter((row) => row.tested));
  const baseline = toVerdicts(rows.filter((row) => row.baseline));
  return {
    tested,
    baseline,
    caught: sum(
      rows.filter((row) => row.tested && !row.baseline),
      'confirmed',
    ),
    missed: sum(
      rows.filter((row) => row.baseline && !row.tested),
      'confirmed',
    ),
    fewer_false: baseline.false_positives - tested.false_positives,
  };
}
