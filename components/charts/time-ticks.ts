import { formatClock } from '#lib/format/format-time.ts';

const STEPS_MIN = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440];

/** The buckets to label: at round times of the reader's clock, no more than `most`. */
export function timeTicks(times: readonly string[], zone: string, most = 8): string[] {
  const first = times[0];
  const last = times.at(-1);
  if (!first || !last) return [];
  const spanMin = (Date.parse(last) - Date.parse(first)) / 60_000;
  const step = STEPS_MIN.find((minutes) => spanMin / minutes <= most) ?? 1440;
  return times.filter((at) => {
    const [hour = 0, minute = 0, second = 0] = formatClock(at, zone, true).split(':').map(Number);
    return second === 0 && (hour * 60 + minute) % step === 0;
  });
}
