import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type BarSelection, NO_SELECTION, pressKey, selectedBars } from '#components/charts/bar-selection.ts';
import { tickText, timeTicks } from '#components/charts/time-ticks.ts';

const press = (keys: readonly string[], count = 10): BarSelection =>
  keys.reduce<BarSelection>((selection, key) => {
    const shiftKey = key.startsWith('Shift+');
    return pressKey(selection, { key: key.replace('Shift+', ''), shiftKey }, count) ?? selection;
  }, NO_SELECTION);

test('the first arrow puts the cursor on the newest bar, the next ones move it, and it stays on the bars', () => {
  expect(selectedBars(press(['ArrowLeft']))).toEqual([9, 9]);
  expect(selectedBars(press(['ArrowLeft', 'ArrowLeft']))).toEqual([8, 8]);
  expect(selectedBars(press(['ArrowLeft', 'ArrowRight']))).toEqual([9, 9]);
  expect(selectedBars(press(['Home', 'ArrowLeft']))).toEqual([0, 0]);
});

test('Shift selects from where the cursor was, an arrow alone leaves one bar again, Escape none', () => {
  expect(selectedBars(press(['End', 'Shift+ArrowLeft', 'Shift+ArrowLeft']))).toEqual([7, 9]);
  expect(selectedBars(press(['Home', 'Shift+End']))).toEqual([0, 9]);
  expect(selectedBars(press(['End', 'Shift+ArrowLeft', 'ArrowLeft']))).toEqual([7, 7]);
  expect(selectedBars(press(['End', 'Escape']))).toBeNull();
});

test('keys that mean nothing here are left to the page', () => {
  expect(pressKey(NO_SELECTION, { key: 'Escape', shiftKey: false }, 10)).toBeNull();
  expect(pressKey(NO_SELECTION, { key: 'j', shiftKey: false }, 10)).toBeNull();
  expect(pressKey(NO_SELECTION, { key: 'ArrowLeft', shiftKey: false }, 0)).toBeNull();
});

test('no keys lead beyond the bars, also when there are fewer of them than before', () => {
  const keys = fc.constantFrom(
    'ArrowLeft',
    'ArrowRight',
    'Home',
    'End',
    'PageUp',
    'PageDown',
    'Shift+ArrowLeft',
    'Shift+End',
  );
  fc.assert(
    fc.property(
      fc.array(keys),
      fc.integer({ min: 1, max: 120 }),
      keys,
      fc.integer({ min: 1, max: 120 }),
      (some, before, key, now) => {
        const next = pressKey(
          press(some, before),
          { key: key.replace('Shift+', ''), shiftKey: key.startsWith('Shift+') },
          now,
        );
        const [first, last] = (next && selectedBars(next)) ?? [0, 0];
        expect(first).toBeGreaterThanOrEqual(0);
        expect(last).toBeGreaterThanOrEqual(first);
        expect(last).toBeLessThan(now);
      },
    ),
  );
});

test('bars of days carry their date, bars of seconds their seconds, and midnight its day', () => {
  expect(tickText('2026-11-20T10:00:00Z', 'UTC', 86_400_000)).toBe('11-20');
  expect(tickText('2026-11-19T23:30:00Z', 'Europe/Warsaw', 3_600_000)).toBe('11-20');
  expect(tickText('2026-11-20T00:00:00Z', 'UTC', 3_600_000)).toBe('11-20');
  expect(tickText('2026-11-20T10:00:05Z', 'UTC', 1_000)).toBe('10:00:05');
  expect(tickText('2026-11-20T10:00:00Z', 'Europe/Warsaw', 60_000)).toBe('11:00');
});

test('a week of bars that begin elsewhere than the reader’s days is labelled by day all the same', () => {
  const every3h = Array.from({ length: 56 }, (_, i) => new Date(Date.UTC(2026, 10, 1, 3 * i)).toISOString());
  const ticks = timeTicks(every3h, 'Europe/Warsaw');
  expect(ticks.map((at) => tickText(at, 'Europe/Warsaw', 3 * 3_600_000))).toEqual(
    ['02', '03', '04', '05', '06', '07'].map((day) => `11-${day}`),
  );
  const days = every3h.filter((at) => at.includes('T00:'));
  expect(timeTicks(days, 'Europe/Warsaw')).toEqual(days.slice(1));
});
