import type { Backtest, BacktestDetail } from '#lib/backtests/schema.ts';
import { formatCount, formatNumber, formatPercent } from '#lib/format/format-number.ts';
import { formatDuration } from '#lib/format/format-time.ts';

export const isUnderWay = ({ state }: Pick<Backtest, 'state'>): boolean =>
  state === 'queued' || state === 'running';

export function shareOf({ events_scanned, events_total }: Backtest): number | null {
  return events_total === null || events_total === 0 ? null : events_scanned / events_total;
}

export function progressText({ events_scanned, events_total, seconds_left, state }: Backtest): string {
  if (state === 'queued') return 'Waits for its turn';
  const of = events_total === null ? '' : ` of ${formatNumber(events_total)}`;
  const left = seconds_left === null ? '' : `, about ${formatDuration(seconds_left * 1_000)} left`;
  return `${formatNumber(events_scanned)}${of} events${left}`;
}

/** What was tried: "version 3" or "the draft". */
export const triedText = ({ version }: Backtest): string =>
  version === null ? 'the draft' : `version ${version}`;

export function foundText({ hits, values, events_scanned }: BacktestDetail): string {
  const capped = values.capped ? 'at least ' : '';
  const found = `${formatCount(hits.tested, 'hit')} of ${capped}${formatCount(values.tested, 'value')}`;
  return `${found} in ${formatCount(events_scanned, 'event')}`;
}

/** "12 new, 3 lost against version 2, 40 fewer false positives". */
export function differenceText({ hits, baseline_version, verdicts }: BacktestDetail): string {
  const against = `against version ${baseline_version}`;
  if (hits.new === 0 && hits.lost === 0) return `No difference ${against}`;
  const fewer = verdicts.fewer_false;
  const words = fewer > 0 ? `${formatNumber(fewer)} fewer` : `${formatNumber(-fewer)} more`;
  const falseOnes =
    fewer === 0 ? '' : `, ${words} known false ${Math.abs(fewer) === 1 ? 'positive' : 'positives'}`;
  return `${formatNumber(hits.new)} new, ${formatNumber(hits.lost)} lost ${against}${falseOnes}`;
}

export function precisionText({ verdicts: { tested } }: BacktestDetail): string {
  const judged = tested.confirmed + tested.false_positives;
  if (tested.precision === null) return 'No reviewer has decided about any of these values yet';
  const { low, high } = tested.interval;
  return `${formatPercent(tested.precision)} right, between ${formatPercent(low)} and ${formatPercent(high)}, by ${formatCount(judged, 'reviewed value')}`;
}
