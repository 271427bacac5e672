import { dayOf, momentText, type Named, parseMoment, type Reader, UNDERSTOOD } from './parse-moment.ts';
import { ANY_TIME, spanMs, type TimeRange } from './time-range.ts';

/** What was typed, understood; or why not, to be shown beside it. */
export type ParsedRange = { range: TimeRange; fault: null } | { range: null; fault: string };

const MINUTE_MS = 60_000;
const LATEST_MS = Date.parse('9999-12-31T23:59:59.999Z');

const SPAN = /^(?:(?:the )?(?:last|past) )?(\d{1,6}) ?(m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)$/;
const BETWEEN = / ?\.{2,} ?| ?[–—/] ?| (?:-|to|until) /;
const SINCE = /^(?:since|from|after) /;
const UNTIL = /^(?:until|before) /;

const refused = (fault: string): ParsedRange => ({ range: null, fault });

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

function exact(fromMs: number | null, toMs: number | null): ParsedRange {
  if (fromMs !== null && toMs !== null && toMs <= fromMs) return refused('The end is not after the start.');
  if ([fromMs, toMs].some((ms) => ms !== null && (ms < 0 || ms > LATEST_MS))) {
    return refused('Times lie between 1970 and 9999.');
  }
  return { range: { kind: 'exact', from: iso(fromMs), to: iso(toMs) }, fault: null };
}

function last(amount: string, unit: string): ParsedRange {
  const span = `${Number(amount)}${unit.charAt(0)}`;
  if (spanMs(span) === null) return refused('A span is at least 1m and at most 366d.');
  return { range: { kind: 'last', span }, fault: null };
}

/** A day as the end is meant whole; a time as the end is that moment. */
const endOf = ({ fromMs, toMs }: Named): number => (toMs - fromMs > MINUTE_MS ? toMs : fromMs);

/** From one side to the other; a side left empty is open, and up to now is up to whatever comes. */
function between(left: string, right: string, reader: Reader): ParsedRange {
  const today = dayOf(reader.nowMs, reader.zone);
  const start = left === '' ? null : parseMoment(left, reader, today);
  if (typeof start === 'string') return refused(start);
  const isOpen = right === '' || right === 'now';
  const day = start ? dayOf(start.fromMs, reader.zone) : today;
  const end = isOpen ? null : parseMoment(right, reader, day);
  if (typeof end === 'string') return refused(end);
  if (!start && !end) return { range: ANY_TIME, fault: null };
  return exact(start?.fromMs ?? null, end && endOf(end));
}

function alone(text: string, reader: Reader): ParsedRange {
  const named = parseMoment(text, reader, dayOf(reader.nowMs, reader.zone));
  return typeof named === 'string' ? refused(named) : exact(named.fromMs, named.toMs);
}

/** Reads "90m", "2026-11-20", "2026-11-20 10:00 .. 12:00", a pasted ISO time, in the reader's zone unless one is named. */
export function parseRange(typed: string, reader: Reader): ParsedRange {
  const text = typed.trim().replace(/\s+/g, ' ').toLowerCase();
  if (text === '') return refused(UNDERSTOOD);
  if (/^(any|all)( time)?$/.test(text)) return { range: ANY_TIME, fault: null };
  const [, amount, unit] = SPAN.exec(text) ?? [];
  if (amount && unit) return last(amount, unit);
  if (UNTIL.test(text)) return between('', text.replace(UNTIL, ''), reader);
  const rest = text.replace(SINCE, '');
  const separator = BETWEEN.exec(rest);
  if (separator) {
    const [left, right] = [rest.slice(0, separator.index), rest.slice(separator.index + separator[0].length)];
    return between(left.trim(), right.trim(), reader);
  }
  return SINCE.test(text) ? between(rest, '', reader) : alone(rest, reader);
}

/** The range as it can be typed again. */
export function rangeText(range: TimeRange, zone: string): string {
  if (range.kind === 'any') return 'any time';
  if (range.kind === 'last') return range.span;
  const [from, to] = [range.from, range.to].map((at) => (at ? momentText(at, zone) : ''));
  return `${from} .. ${to}`.trim();
}
