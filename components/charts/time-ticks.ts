import { formatClock, formatExact } from '#lib/format/format-time.ts';

const MINUTE_MS = 60_000;
const DAY_MIN = 1440;
const STEPS_MIN = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, DAY_MIN];

const dayOf = (at: string, zone: string): string => formatExact(at, zone).slice(0, 10);

function clockOf(at: string, zone: string): readonly [minute: number, second: number] {
  const [hour = 0, minute = 0, second = 0] = formatClock(at, zone, true).split(':').map(Number);
  return [hour * 60 + minute, second];
}

/** The buckets to label: at round times of the reader's clock, no more than `most` within a week. */
export function timeTicks(times: readonly string[], zone: string, most = 8): string[] {
  const first = times[0];
  const last = times.at(-1);
  if (!first || !last) return [];
  const spanMin = (Date.parse(last) - Date.parse(first)) / MINUTE_MS;
  const step = STEPS_MIN.find((minutes) => spanMin / minutes <= most) ?? DAY_MIN;
  // Bars lie on a grid of UTC: where no bar begins at the reader's midnight, the first one after it stands for the day.
  if (step === DAY_MIN) return times.filter((at, i) => dayOf(at, zone) !== dayOf(times[i - 1] ?? at, zone));
  const round = times.filter((at) => {
    const [minute, second] = clockOf(at, zone);
    return second === 0 && minute % step === 0;
  });
  // Seconds have no round times: the axis then chooses among all.
  return round.length >= 2 ? round : [...times];
}

/** The time of day; for the first bar of a day its date; seconds where they tell bars apart. */
export function tickText(at: string, zone: string, widthMs: number): string {
  const [minute, second] = clockOf(at, zone);
  const isFirst = (minute * 60 + second) * 1_000 < widthMs;
  return isFirst ? dayOf(at, zone).slice(5) : formatClock(at, zone, widthMs < MINUTE_MS);
}
