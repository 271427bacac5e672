import { expect, test } from 'vitest';
import { traceScale } from '#components/ui/trace-scale.ts';

test('without idle time the axis is linear', () => {
  const scale = traceScale([
    { startMs: 100, endMs: 110 },
    { startMs: 110, endMs: 120 },
  ]);
  expect(scale.breaks).toEqual([]);
  expect(scale.place(100)).toBe(0);
  expect(scale.place(110)).toBeCloseTo(0.5);
  expect(scale.place(120)).toBeCloseTo(1);
});

test('a retry hours later does not squeeze the first attempt to nothing', () => {
  const hour = 3_600_000;
  const scale = traceScale([
    { startMs: 0, endMs: 40 },
    { startMs: hour, endMs: hour + 40 },
  ]);
  expect(scale.breaks).toHaveLength(1);
  expect(scale.breaks[0]?.gapMs).toBe(hour - 40);
  expect(scale.place(40) - scale.place(0)).toBeGreaterThan(0.4);
  expect(scale.place(hour + 40)).toBeCloseTo(1);
});

test('later is never drawn before earlier', () => {
  const spans = [0, 7, 900, 901, 50_000].map((startMs) => ({ startMs, endMs: startMs + 5 }));
  const scale = traceScale(spans);
  const places = spans
    .flatMap((span) => [span.startMs, span.endMs])
    .toSorted((a, b) => a - b)
    .map(scale.place);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(places.at(-1)).toBeLessThanOrEqual(1);
});

test('many long waits leave at least half of the axis to the work', () => {
  const spans = Array.from({ length: 12 }, (_, index) => ({ startMs: index * 1e6, endMs: index * 1e6 + 10 }));
  const scale = traceScale(spans);
  const drawn = spans.reduce((sum, span) => sum + scale.place(span.endMs) - scale.place(span.startMs), 0);
  expect(drawn).toBeGreaterThanOrEqual(0.49);
});

test('steps without any length still have a place each', () => {
  const scale = traceScale([
    { startMs: 5, endMs: 5 },
    { startMs: 5, endMs: 5 },
  ]);
  expect(scale.place(5)).toBe(0);
});
