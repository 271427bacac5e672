import { expect, test } from 'vitest';
import { countTicks } from '#components/charts/count-ticks.ts';

test('a count axis is labelled at round numbers up to the first that reaches the highest', () => {
  expect(countTicks(0)).toEqual([0, 1, 2, 3, 4]);
  expect(countTicks(255)).toEqual([0, 100, 200, 300]);
  expect(countTicks(12_345)).toEqual([0, 5000, 10_000, 15_000]);
});

test('no axis has more than five labels, and each covers what it has to', () => {
  for (let highest = 0; highest < 3000; highest += 7) {
    const ticks = countTicks(highest);
    expect(ticks.length).toBeLessThanOrEqual(5);
    expect(ticks.at(-1)).toBeGreaterThanOrEqual(highest);
  }
});
