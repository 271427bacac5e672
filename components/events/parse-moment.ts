import { isOnCalendar, momentOfWall, type WallTime, wallMs } from '#lib/format/zoned-time.ts';

export type Reader = { nowMs: number; zone: string };

/** What was written names a day, a minute, a second or a moment: where that begins and where it ends. */
export type Named = { fromMs: number; toMs: number };

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const DATE = String.raw`(\d{4})-(\d{2})-(\d{2})`;
const CLOCK = String.raw`(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?`;
const DAY_ONLY = new RegExp(`^${DATE}$`);
const CLOCK_ONLY = new RegExp(`^${CLOCK}$`);
const MOMENT = new RegExp(`^${DATE}[t ]${CLOCK}(?: ?(z|utc|(?:utc)?[+-]\\d{2}:?\\d{2}))?$`);
const EPOCH = /^\d{10}(?:\d{3})?$/;

export const UNDERSTOOD = 'Write 90m, 7d, 2026-11-20, or 2026-11-20 10:00 .. 12:00.';

type Clock = readonly (string | undefined)[];

/** The midnight of a day of the zone. `plus`: so many days later. */
export function dayOf(atMs: number, zone: string, plus = 0): WallTime {
  const date = new Date(wallMs(atMs, zone) + plus * DAY_MS);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
  return { year, month, day, hour: 0, minute: 0, second: 0, ms: 0 };
}

/** Not always 24 hours. */
function wholeDay(day: WallTime, zone: string): Named {
  const next = dayOf(momentOfWall(day, 'UTC'), 'UTC', 1);
  return { fromMs: momentOfWall(day, zone), toMs: momentOfWall(next, zone) };
}

const at = (day: WallTime, [hour, minute, second, fraction]: Clock): WallTime => ({
  ...day,
  hour: Number(hour),
  minute: Number(minute),
  second: Number(second ?? 0),
  ms: Number((fraction ?? '').padEnd(3, '0').slice(0, 3)),
});

const unitMs = ([, , second, fraction]: Clock): number =>
  fraction !== undefined ? 1 : second !== undefined ? 1_000 : MINUTE_MS;

function offsetMs(text: string): number {
  const [, sign, hours, minutes] = /([+-])(\d{2}):?(\d{2})$/.exec(text) ?? [];
  return sign ? (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * MINUTE_MS : 0;
}

function momentAt(wall: WallTime, offset: string | undefined, zone: string): number {
  return offset === undefined ? momentOfWall(wall, zone) : momentOfWall(wall, 'UTC') - offsetMs(offset);
}

function fromEpoch(text: string): Named {
  const isSeconds = text.length === 10;
  const fromMs = Number(text) * (isSeconds ? 1_000 : 1);
  return { fromMs, toMs: fromMs + (isSeconds ? 1_000 : 1) };
}

function fromWords(text: string, { nowMs, zone }: Reader): Named | null {
  if (text === 'now') return { fromMs: nowMs, toMs: nowMs };
  if (text === 'today') return wholeDay(dayOf(nowMs, zone), zone);
  if (text === 'yesterday') return wholeDay(dayOf(nowMs, zone, -1), zone);
  return EPOCH.test(text) ? fromEpoch(text) : null;
}

/**
 * Reads a day, a time of day or a moment, in the reader's zone unless it names an offset; a time alone is of the day
 * given. A text in return is what is wrong with it.
 */
export function parseMoment(text: string, reader: Reader, day: WallTime): Named | string {
  const { zone } = reader;
  const named = fromWords(text, reader);
  if (named) return named;
  const date = DAY_ONLY.exec(text) ?? MOMENT.exec(text);
  const clock = CLOCK_ONLY.exec(text)?.slice(1, 5) ?? date?.slice(4, 8) ?? [];
  if (!date && clock.length === 0) return `“${text}” is not understood. ${UNDERSTOOD}`;
  const [year = day.year, month = day.month, ofMonth = day.day] = date?.slice(1, 4).map(Number) ?? [];
  const itsDay = { ...day, year, month, day: ofMonth };
  const wall = clock[0] === undefined ? itsDay : at(itsDay, clock);
  if (!isOnCalendar(wall)) return `There is no ${text}.`;
  if (clock[0] === undefined) return wholeDay(wall, zone);
  const fromMs = momentAt(wall, date?.[8], zone);
  return { fromMs, toMs: fromMs + unitMs(clock) };
}

/** "2026-11-20 10:00", as short as it stays exact; with its offset where the clock shows that time twice. */
export function momentText(moment: string, zone: string): string {
  const atMs = Date.parse(moment);
  const aheadMs = wallMs(atMs, zone) - atMs;
  const wall = new Date(atMs + aheadMs).toISOString();
  const seconds = wall
    .slice(16, 23)
    .replace(/\.000$/, '')
    .replace(/^:00$/, '');
  const text = `${wall.slice(0, 10)} ${wall.slice(11, 16)}${seconds}`;
  const read = parseMoment(text, { nowMs: atMs, zone }, dayOf(atMs, zone));
  if (typeof read !== 'string' && read.fromMs === atMs) return text;
  const offset = new Date(Math.abs(aheadMs)).toISOString().slice(11, 16);
  return `${text} ${aheadMs < 0 ? '-' : '+'}${offset}`;
}
