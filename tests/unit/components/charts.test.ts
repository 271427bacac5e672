import { expect, test } from 'vitest';
import { limitSeries, type Series } from '#components/charts/limit-series.ts';
import { timeTicks } from '#components/charts/time-ticks.ts';

const series: Series[] = Array.from({ length: 8 }, (_, index) => ({
  key: `s${index}`,
  label: `S${index}`,
  tone: 'neutral',
}));
const values = Object.fromEntries(series.map((one, index) => [one.key, index + 1]));

test('more than six series become the six largest and "other", and nothing is lost', () => {
  const limited = limitSeries(series, [{ at: '2026-11-21T09:00:00Z', values }]);
  expect(limited.series.map((one) => one.key)).toEqual(['s2', 's3', 's4', 's5', 's6', 's7', 'other']);
  expect(limited.buckets[0]?.values.other).toBe(1 + 2);
  const sum = (of: Readonly<Record<string, number>>) => Object.values(of).reduce((a, b) => a + b, 0);
  expect(sum(limited.buckets[0]?.values ?? {})).toBe(sum(values));
});

test('an hour of minutes is labelled at round times of the reader, not of UTC', () => {
  const start = Date.parse('2026-11-21T09:03:00Z');
  const times = Array.from({ length: 60 }, (_, index) => new Date(start + index * 60_000).toISOString());
  const ticks = timeTicks(times, 'UTC');
  expect(ticks[0]).toBe('2026-11-21T09:10:00.000Z');
  expect(ticks.length).toBeLessThanOrEqual(8);
  const day = Array.from({ length: 24 }, (_, index) =>
    new Date(start - 180_000 + index * 3_600_000).toISOString(),
  );
  expect(timeTicks(day, 'Asia/Kolkata').every((at) => at.includes(':30:') || at.includes(':00:'))).toBe(true);
});
