import { readMoment } from '#lib/platform/moment.ts';

/** Seconds since 1970 stay below it for the next three thousand years, milliseconds passed it in 1973. */
const LEAST_MS = 100_000_000_000;
const LATEST_MS = 8_640_000_000_000_000;

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) return known;
  const two = '2-digit' as const;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: two,
    day: two,
    hour: two,
    minute: two,
    second: two,
    timeZoneName: 'longOffset',
  });
  // Zones can be written in upper and lower case; their number is not ours to trust.
  if (formatters.size >= 1_000) formatters.clear();
  formatters.set(zone, made);
  return made;
}

export function isZone(zone: string): boolean {
  try {
    formatterOf(zone);
    return true;
  } catch {
    return false;
  }
}

function momentOf(value: unknown): Date | null {
  if (typeof value === 'string') {
    const ms = readMoment(value);
    return ms === null ? null : new Date(ms);
  }
  if (typeof value !== 'number') return null;
  const ms = Math.abs(value) < LEAST_MS ? value * 1_000 : value;
  return Math.abs(ms) <= LATEST_MS ? new Date(ms) : null;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A text of ISO 8601, or seconds or milliseconds since 1970, as the format says; null when it is no moment. */
export function formatMoment(value: unknown, format: string, zone: string): string | number | null {
  const moment = momentOf(value);
  if (!moment) return null;
  if (format === 'iso') return moment.toISOString();
  if (format === 'unix') return Math.floor(moment.getTime() / 1_000);
  if (format === 'unix_ms') return moment.getTime();
  const parts = Object.fromEntries(
    formatterOf(zone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, value]),
  );
  const offset = (parts.timeZoneName ?? '').replace('GMT', '');
  const written: Readonly<Record<string, string | undefined>> = {
    YYYY: parts.year?.padStart(4, '0'),
    MMM: MONTHS[Number(parts.month) - 1],
    MM: parts.month,
    DD: parts.day,
    HH: parts.hour,
    mm: parts.minute,
    ss: parts.second,
    SSS: String(moment.getUTCMilliseconds()).padStart(3, '0'),
    Z: offset === '' ? '+00:00' : offset,
  };
  return format.replace(/\[([^\]]*)\]|YYYY|MMM|MM|DD|HH|mm|ss|SSS|Z/g, (token, literal?: string) =>
    literal === undefined ? (written[token] ?? '') : literal,
  );
}
