import { formatExact } from './format-time.ts';

/** A moment as a calendar and a clock on the wall say it. */
export type WallTime = {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  ms: number;
};

function utcMs({ year, month, day, hour, minute, second, ms }: WallTime): number {
  const date = new Date(0);
  // Date.UTC would take the years below 100 for those of the last century.
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second, ms);
  return date.getTime();
}

/** What the wall of the zone says at a moment, counted as if it were UTC. */
export function wallMs(atMs: number, zone: string): number {
  const [date = '', time = ''] = formatExact(atMs, zone).split(' ');
  return Date.parse(`${date}T${time}Z`);
}

/** Whether there is such a day and such a time of day. */
export function isOnCalendar(wall: WallTime): boolean {
  const date = new Date(utcMs(wall));
  return (
    date.getUTCMonth() + 1 === wall.month &&
    date.getUTCDate() === wall.day &&
    wall.hour < 24 &&
    wall.minute < 60 &&
    wall.second < 60
  );
}

/**
 * The moment at which a wall of the zone says so. Where clocks are put back, the first of two; where they are put
 * forward, the moment that would have come without it.
 */
export function momentOfWall(wall: WallTime, zone: string): number {
  const asUtc = utcMs(wall);
  const dayMs = 86_400_000;
  const offsets = [asUtc - dayMs, asUtc + dayMs].map((atMs) => wallMs(atMs, zone) - atMs);
  const moments = offsets.map((offset) => asUtc - offset);
  const exact = moments.filter((atMs) => wallMs(atMs, zone) === asUtc);
  return exact.length > 0 ? Math.min(...exact) : (moments[0] ?? asUtc);
}
