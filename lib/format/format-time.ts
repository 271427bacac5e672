const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export type TimeInput = Date | string | number;

/** Accepts what the API sends (ISO 8601), a Date, or milliseconds since the epoch. */
export function toDate(at: TimeInput): Date {
  return at instanceof Date ? at : new Date(at);
}

/** "now", "12 s ago", "in 4 min", "3 h ago", "5 d ago"; beyond 30 days the date itself. */
export function formatRelative(at: TimeInput, now: TimeInput): string {
  const date = toDate(at);
  const distance = toDate(now).getTime() - date.getTime();
  if (Number.isNaN(distance)) return 'unknown time';
  const size = Math.abs(distance);
  if (size < SECOND) return 'now';
  if (size >= 30 * DAY) return date.toISOString().slice(0, 10);
  const amount =
    size < MINUTE
      ? `${Math.floor(size / SECOND)} s`
      : size < HOUR
        ? `${Math.floor(size / MINUTE)} min`
        : size < DAY
          ? `${Math.floor(size / HOUR)} h`
          : `${Math.floor(size / DAY)} d`;
  return distance > 0 ? `${amount} ago` : `in ${amount}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format costs far more than using it, and a table asks for a hundred times at once. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    hourCycle: 'h23',
    timeZoneName: 'longOffset',
  });
  formats.set(zone, made);
  return made;
}

function parts(date: Date, zone: string): Record<string, string> {
  return Object.fromEntries(
    formatOf(zone)
      .formatToParts(date)
      .map((part) => [part.type, part.value]),
  );
}

/** "UTC+01:00", and "UTC" alone for nothing: engines differ in how they write zero. */
function offsetOf(name: string | undefined): string {
  const offset = (name ?? '').replace(/^GMT/, '');
  return offset === '' || offset === '+00:00' ? 'UTC' : `UTC${offset}`;
}

/** "2026-11-21 09:15:27.243 UTC+01:00": sortable, with its zone, never ambiguous. */
export function formatExact(at: TimeInput, zone = 'UTC'): string {
  const date = toDate(at);
  if (Number.isNaN(date.getTime())) return 'unknown time';
  const p = parts(date, zone);
  return `${p.year}-${p.month}-${p.day} ${p.hour}:${p.minute}:${p.second}.${p.fractionalSecond} ${offsetOf(p.timeZoneName)}`;
}

/** The time of day for an axis: "09:15", or "09:15:27" with seconds. */
export function formatClock(at: TimeInput, zone = 'UTC', seconds = false): string {
  const p = parts(toDate(at), zone);
  return `${p.hour}:${p.minute}${seconds ? `:${p.second}` : ''}`;
}

/** "0.4 ms", "12 ms", "1.24 s", "3 min 20 s", "2 h 5 min", "4 d 1 h". */
export function formatDuration(durationMs: number): string {
  if (!Number.isFinite(durationMs)) return '–';
  const ms = Math.abs(durationMs);
  if (ms === 0) return '0 ms';
  if (ms < 10) return `${Number(ms.toFixed(1)) || '< 0.1'} ms`;
  if (ms < SECOND) return `${Math.round(ms)} ms`;
  if (ms < MINUTE) return `${Number((ms / SECOND).toFixed(ms < 10 * SECOND ? 2 : 1))} s`;
  const pair = (size: number, unit: string, rest: number, restUnit: string) =>
    `${Math.floor(ms / size)} ${unit}${rest > 0 ? ` ${rest} ${restUnit}` : ''}`;
  if (ms < HOUR) return pair(MINUTE, 'min', Math.floor((ms % MINUTE) / SECOND), 's');
  if (ms < DAY) return pair(HOUR, 'h', Math.floor((ms % HOUR) / MINUTE), 'min');
  return pair(DAY, 'd', Math.floor((ms % DAY) / HOUR), 'h');
}
