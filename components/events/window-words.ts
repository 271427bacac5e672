import { formatExact } from '#lib/format/format-time.ts';
import { spanWords, type TimeRange } from './time-range.ts';

const moment = (at: string, zone: string): string =>
  formatExact(at, zone)
    .slice(0, 23)
    .replace(/\.000$/, '')
    .replace(/:00$/, '');

/** "Last hour", "2026-11-21 11:05 – 11:06": the day is said once where both ends share it. */
export function windowWords(range: TimeRange, zone: string): string {
  if (range.kind === 'any') return 'Any time';
  if (range.kind === 'last') return spanWords(range.span).replace(/^l/, 'L');
  const [from, to] = [range.from, range.to].map((at) => (at ? moment(at, zone) : null));
  if (!from) return `Until ${to}`;
  if (!to) return `Since ${from}`;
  return from.slice(0, 10) === to.slice(0, 10) ? `${from} – ${to.slice(11)}` : `${from} – ${to}`;
}

/** "Europe/Warsaw, UTC+01:00". */
export function zoneWords(zone: string, nowMs: number): string {
  const offset = formatExact(nowMs, zone).split(' ').at(-1);
  return offset === zone ? zone : `${zone}, ${offset}`;
}
