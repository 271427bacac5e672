const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The time that a list shows: all of it, the last so long, or from one moment to another. */
export type TimeRange =
  | { kind: 'any' }
  | { kind: 'last'; span: string }
  | { kind: 'exact'; from: string | null; to: string | null };

export const ANY_TIME: TimeRange = { kind: 'any' };

const UNITS: Readonly<Record<string, { ms: number; word: string }>> = {
  m: { ms: MINUTE_MS, word: 'minute' },
  h: { ms: HOUR_MS, word: 'hour' },
  d: { ms: DAY_MS, word: 'day' },
  w: { ms: 7 * DAY_MS, word: 'week' },
};

const MAX_SPAN_MS = 366 * DAY_MS;

const SPAN = /^([1-9]\d{0,5})([mhdw])$/;

/** How long "90m", "2h", "7d" or "2w" is; null for what is none, or longer than a year. */
export function spanMs(span: string): number | null {
  const [, amount, unit = ''] = SPAN.exec(span) ?? [];
  const ms = Number(amount) * (UNITS[unit]?.ms ?? Number.NaN);
  return ms <= MAX_SPAN_MS ? ms : null;
}

/** "last 90 minutes", "last hour". */
export function spanWords(span: string): string {
  const [, amount, unit = ''] = SPAN.exec(span) ?? [];
  const word = UNITS[unit]?.word ?? unit;
  return amount === '1' ? `last ${word}` : `last ${amount} ${word}s`;
}

export const PRESETS = ['5m', '15m', '30m', '1h', '3h', '6h', '12h', '24h', '2d', '7d', '14d', '30d'];

const STEPS_MS = [HOUR_MS, 10 * MINUTE_MS, 5 * MINUTE_MS, MINUTE_MS];
const STEPS_PER_SPAN = 60;

/** A relative window moves in steps, so that a list is not loaded anew at every tick of the clock. */
export function stepMs(span: string): number {
  const most = (spanMs(span) ?? 0) / STEPS_PER_SPAN;
  return STEPS_MS.find((step) => step <= most) ?? MINUTE_MS;
}

/** Where the last so long begins, seen from a moment: at most one step earlier than it says, never later. */
export function spanStart(span: string, nowMs: number): string {
  const step = stepMs(span);
  return new Date(Math.floor(nowMs / step) * step - (spanMs(span) ?? 0)).toISOString();
}

/** A moment of the address as the API takes it; null for what is none. */
export function momentOf(text: string | null): string | null {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

/** What the address says; `fault` names what of it is not understood. */
export function rangeOf(address: { range: string | null; from: string | null; to: string | null }): {
  range: TimeRange;
  fault: string | null;
} {
  const [from, to] = [momentOf(address.from), momentOf(address.to)];
  const unread = (['from', 'to'] as const).find((key) => address[key] && momentOf(address[key]) === null);
  const fault = unread ? `${unread}=${address[unread]}` : null;
  if (from || to) return { range: { kind: 'exact', from, to }, fault };
  if (!address.range) return { range: ANY_TIME, fault };
  if (spanMs(address.range) === null) return { range: ANY_TIME, fault: `range=${address.range}` };
  return { range: { kind: 'last', span: address.range }, fault };
}

/** `range`, or `from` and `to`, never both; any time is not written. */
export function addressOf(range: TimeRange): {
  range: string | null;
  from: string | null;
  to: string | null;
} {
  return {
    range: range.kind === 'last' ? range.span : null,
    from: range.kind === 'exact' ? range.from : null,
    to: range.kind === 'exact' ? range.to : null,
  };
}

/** The bounds that the API is asked for. `pinnedMs`: the upper bound of a reader who went on to later pages. */
export function boundsOf(
  range: TimeRange,
  { nowMs, pinnedMs }: { nowMs: number; pinnedMs: number | null },
): { from?: string; to?: string } {
  const from = range.kind === 'last' ? spanStart(range.span, pinnedMs ?? nowMs) : addressOf(range).from;
  const to = addressOf(range).to ?? (pinnedMs === null ? null : new Date(pinnedMs).toISOString());
  return { ...(from ? { from } : {}), ...(to ? { to } : {}) };
}

/** The next wider window around what is shown; null when all time is shown already. */
export function wider(range: TimeRange, nowMs: number): TimeRange | null {
  if (range.kind === 'any') return null;
  if (range.kind === 'last') {
    const span = PRESETS.find((preset) => (spanMs(preset) ?? 0) > (spanMs(range.span) ?? 0));
    return span ? { kind: 'last', span } : ANY_TIME;
  }
  if (!range.from || !range.to) return ANY_TIME;
  const [fromMs, toMs] = [Date.parse(range.from), Date.parse(range.to)];
  const half = Math.max(toMs - fromMs, SECOND_MS) / 2;
  if (4 * half > MAX_SPAN_MS) return ANY_TIME;
  const end = Math.max(toMs, Math.min(toMs + half, nowMs));
  const start = Math.max(0, end - 4 * half);
  return { kind: 'exact', from: new Date(start).toISOString(), to: new Date(end).toISOString() };
}
