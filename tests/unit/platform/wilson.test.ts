import { expect, it } from 'vitest';
import { wilsonInterval } from '#lib/platform/wilson.ts';

// Reference values of the score interval without continuity correction.
it.each([
  [15, 20, 0.5313, 0.8881],
  [81, 263, 0.2553, 0.3662],
  [10, 10, 0.7225, 1],
  [0, 10, 0, 0.2775],
])('of %i in %i the true share lies between the known bounds', (hits, total, low, high) => {
  const interval = wilsonInterval(hits, total);
  expect(interval.low).toBeCloseTo(low, 3);
  expect(interval.high).toBeCloseTo(high, 3);
});

it('says nothing without a count', () => {
  expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 });
});
