import { formatClock, formatExact } from '#lib/format/format-time.ts';

const MINUTE_MS = 60_000;
const HALF_DAY_MS = 12 * 60 * MINUTE_MS;
const STEPS_MIN = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440];

/** The buckets to label: at round times of the reader's clock, no more than `most` within a week. */
export function timeTicks(times: readonly string[], zone: string, most = 8): string[] {
  const first = times[0];
  const last = times.at(-1);
  if (!first || !last) return [];
  const spanMin = (Date.parse(last) - Date.parse(first)) / MINUTE_MS;
  const step = STEPS_MIN.find((minutes) => spanMin / minutes <= most) ?? 1440;
  const round = times.filter((at) => {
    const [hour = 0, minute = 0, second = 0] = formatClock(at, zone, true).split(':').map(Number);
    return second === 0 && (hour * 60 + minute) % step === 0;
  });
  // Seconds, and days that begin elsewhere than the reader's, have no round times: the axis then chooses among all.
  return round.length >= 2 ? round : [...times];
}

/** The time of day; the date at midnight and for bars of days; seconds where they tell bars apart. */
export function tickText(at: string, zone: string, widthMs: number): string {
  const clock = formatClock(at, zone, widthMs < MINUTE_MS);
  return widthMs >= HALF_DAY_MS || /^00:00(:00)?$/.test(clock) ? formatExact(at, zone).slice(5, 10) : clock;
}
