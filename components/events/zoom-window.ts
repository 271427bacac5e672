import type { EventStats } from '#lib/events/schema.ts';
import type { TimeRange } from './time-range.ts';

/** The window from the start of one bar to the end of another, no wider than the one that is shown. */
export function zoomWindow(
  stats: Pick<EventStats, 'from' | 'to' | 'bucket_seconds'>,
  bars: { first: string; last: string },
  asked: { from?: string; to?: string },
): TimeRange {
  const endMs = Date.parse(bars.last) + stats.bucket_seconds * 1_000;
  const end = new Date(endMs).toISOString();
  // Bars lie on a grid: the outer ones reach beyond the window, and what they count does not.
  const from = asked.from && asked.from > bars.first ? asked.from : bars.first;
  const to = asked.to && asked.to < end ? asked.to : end;
  return { kind: 'exact', from, to };
}
