import { describe, expect, test } from 'vitest';
import { formatClock, formatDuration, formatExact, formatRelative } from '#lib/format/format-time.ts';

const NOW = '2026-11-21T09:15:27.243Z';
const before = (ms: number) => Date.parse(NOW) - ms;

describe('relative time', () => {
  test.each([
    [0, 'now'],
    [999, 'now'],
    [12_000, '12 s ago'],
    [59_999, '59 s ago'],
    [60_000, '1 min ago'],
    [3 * 3_600_000, '3 h ago'],
    [5 * 86_400_000, '5 d ago'],
    [-42_000, 'in 42 s'],
    [30 * 86_400_000, '2026-10-22'],
  ])('%d ms before now reads "%s"', (ms, text) => {
    expect(formatRelative(before(ms), NOW)).toBe(text);
  });

  test('a time that is none is said to be unknown', () => {
    expect(formatRelative('yesterday-ish', NOW)).toBe('unknown time');
  });
});

describe('exact time', () => {
  test('carries its zone', () => {
    expect(formatExact(NOW, 'Europe/Warsaw')).toBe('2026-11-21 10:15:27.243 UTC+01:00');
    expect(formatExact(NOW)).toBe('2026-11-21 09:15:27.243 UTC');
    expect(formatExact(NOW, 'Asia/Kolkata')).toBe('2026-11-21 14:45:27.243 UTC+05:30');
  });

  test('midnight is hour 00, not 24', () => {
    expect(formatClock('2026-11-21T00:00:05Z', 'UTC', true)).toBe('00:00:05');
  });

  test('the hour that comes twice in autumn is told apart by its offset', () => {
    expect(formatExact('2026-10-25T00:30:00Z', 'Europe/Warsaw')).toContain('02:30:00.000 UTC+02:00');
    expect(formatExact('2026-10-25T01:30:00Z', 'Europe/Warsaw')).toContain('02:30:00.000 UTC+01:00');
  });
});

test.each([
  [0, '0 ms'],
  [0.04, '< 0.1 ms'],
  [0.4, '0.4 ms'],
  [12.6, '13 ms'],
  [1240, '1.24 s'],
  [42_500, '42.5 s'],
  [200_000, '3 min 20 s'],
  [7_500_000, '2 h 5 min'],
  [349_200_000, '4 d 1 h'],
  [Number.NaN, '–'],
])('a duration of %d ms reads "%s"', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});
