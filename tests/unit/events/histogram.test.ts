import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chooseGrid, isPartial } from '#lib/events/histogram.ts';

const at = (text: string): Date => new Date(text);

it.each([
  ['2026-03-01T10:00:00Z', '2026-03-01T10:01:00Z', 1, 60],
  ['2026-03-01T10:00:00Z', '2026-03-01T11:00:00Z', 30, 120],
  ['2026-03-01T10:00:07Z', '2026-03-01T11:00:07Z', 60, 61],
  ['2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z', 1_800, 48],
  ['2026-01-01T00:00:00Z', '2026-04-01T00:00:00Z', 86_400, 90],
  ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.001Z', 1, 1],
])('divides %s to %s into bars of %i s: %i bars', (from, to, widthSeconds, count) => {
  expect(chooseGrid(at(from), at(to))).toEqual({
    fromMs: Date.parse(from) - (Date.parse(from) % (widthSeconds * 1000)),
    widthMs: widthSeconds * 1000,
    count,
  });
});

it('covers any window with at most 120 bars, none of them wholly outside', () => {
  const moment = fc.integer({ min: 0, max: Date.UTC(2200, 0) });
  fc.assert(
    fc.property(moment, fc.integer({ min: 1, max: 200 * 365 * 86_400_000 }), (fromMs, lengthMs) => {
      const grid = chooseGrid(new Date(fromMs), new Date(fromMs + lengthMs));
      expect(grid.count).toBeLessThanOrEqual(120);
      expect(grid.fromMs).toBeLessThanOrEqual(fromMs);
      expect(grid.fromMs + grid.widthMs).toBeGreaterThan(fromMs);
      const endMs = grid.fromMs + grid.count * grid.widthMs;
      expect(endMs).toBeGreaterThanOrEqual(fromMs + lengthMs);
      expect(endMs - grid.widthMs).toBeLessThan(fromMs + lengthMs);
    }),
  );
});

it('calls a bar partial that begins before the window or ends after it', () => {
  const grid = { fromMs: 0, widthMs: 1000, count: 3 };
  const window = { from: new Date(500), to: new Date(2_999) };
  expect([0, 1, 2].map((bar) => isPartial(grid, bar, window))).toEqual([true, false, true]);
  expect(isPartial(grid, 2, { ...window, to: new Date(3_000) })).toBe(false);
});
