import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseRange, rangeText } from '#components/events/parse-range.ts';
import {
  addressOf,
  boundsOf,
  momentOf,
  PRESETS,
  rangeOf,
  spanMs,
  spanStart,
  stepMs,
  type TimeRange,
  wider,
} from '#components/events/time-range.ts';

const NOW = Date.parse('2026-11-21T10:07:42.500Z');
const ZONES = [
  'UTC',
  'Europe/Warsaw',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Apia',
];
const warsaw = { nowMs: NOW, zone: 'Europe/Warsaw' };
const utc = { nowMs: NOW, zone: 'UTC' };

const read = (text: string, reader = utc): TimeRange | string => {
  const { range, fault } = parseRange(text, reader);
  return range ?? fault;
};
const exact = (from: string | null, to: string | null): TimeRange => ({ kind: 'exact', from, to });

const anyMoment = fc
  .integer({ min: Date.parse('1971-01-01T00:00:00Z'), max: Date.parse('2100-01-01T00:00:00Z') })
  .map((ms) => new Date(ms).toISOString());
const anySpan = fc
  .tuple(fc.integer({ min: 1, max: 500_000 }), fc.constantFrom('m', 'h', 'd', 'w'))
  .map(([amount, unit]) => `${amount}${unit}`)
  .filter((span) => spanMs(span) !== null);
const anyExact = fc
  .tuple(fc.option(anyMoment), fc.option(anyMoment))
  .filter(([from, to]) => (from ?? to) !== null && (from === null || to === null || from < to))
  .map(([from, to]) => exact(from, to));
const anyRange = fc.oneof(
  fc.constant<TimeRange>({ kind: 'any' }),
  anySpan.map((span): TimeRange => ({ kind: 'last', span })),
  anyExact,
);

describe('a typed range', () => {
  test.each<[string, TimeRange]>([
    ['90m', { kind: 'last', span: '90m' }],
    ['  2 H ', { kind: 'last', span: '2h' }],
    ['last 7 days', { kind: 'last', span: '7d' }],
    ['15 min', { kind: 'last', span: '15m' }],
    ['any time', { kind: 'any' }],
    ['2026-11-20', exact('2026-11-20T00:00:00.000Z', '2026-11-21T00:00:00.000Z')],
    ['2026-11-20 10:00', exact('2026-11-20T10:00:00.000Z', '2026-11-20T10:01:00.000Z')],
    ['2026-11-20T10:00:05Z', exact('2026-11-20T10:00:05.000Z', '2026-11-20T10:00:06.000Z')],
    ['2026-11-20T12:00:05.250+02:00', exact('2026-11-20T10:00:05.250Z', '2026-11-20T10:00:05.251Z')],
    ['2026-11-20 10:00 .. 2026-11-21', exact('2026-11-20T10:00:00.000Z', '2026-11-22T00:00:00.000Z')],
    ['2026-11-20 10:00 .. 12:30', exact('2026-11-20T10:00:00.000Z', '2026-11-20T12:30:00.000Z')],
    ['2026-11-20 10:00 – 11:00', exact('2026-11-20T10:00:00.000Z', '2026-11-20T11:00:00.000Z')],
    ['2026-11-20 to 2026-11-21', exact('2026-11-20T00:00:00.000Z', '2026-11-22T00:00:00.000Z')],
    ['2026-11-20T10:00Z/2026-11-20T11:00Z', exact('2026-11-20T10:00:00.000Z', '2026-11-20T11:00:00.000Z')],
    ['09:00 .. 10:00', exact('2026-11-21T09:00:00.000Z', '2026-11-21T10:00:00.000Z')],
    ['since 2026-11-20', exact('2026-11-20T00:00:00.000Z', null)],
    ['2026-11-20 ..', exact('2026-11-20T00:00:00.000Z', null)],
    ['2026-11-20 .. now', exact('2026-11-20T00:00:00.000Z', null)],
    ['.. 2026-11-20', exact(null, '2026-11-21T00:00:00.000Z')],
    ['until 2026-11-20 10:00', exact(null, '2026-11-20T10:00:00.000Z')],
    ['yesterday', exact('2026-11-20T00:00:00.000Z', '2026-11-21T00:00:00.000Z')],
    ['1795168800', exact('2026-11-20T10:00:00.000Z', '2026-11-20T10:00:01.000Z')],
  ])('%s is understood', (text, range) => {
    expect(read(text)).toEqual(range);
  });

  test.each([
    ['', 'Write 90m'],
    ['soon', '“soon” is not understood'],
    ['2026-11-20 .. soon', '“soon” is not understood'],
    ['2026-02-30', 'There is no 2026-02-30.'],
    ['2026-11-20 24:01', 'There is no 2026-11-20 24:01.'],
    ['2026-11-21 .. 2026-11-20', 'The end is not after the start.'],
    ['12:00 .. 10:00', 'The end is not after the start.'],
    ['0m', 'at least 1m'],
    ['367d', 'at most 366d'],
    ['1969-12-30', 'between 1970 and 9999'],
    ['9999-12-31 .. ', ''],
  ])('%j is refused with the reason, or taken', (text, fault) => {
    if (fault === '') expect(read(text)).toEqual(exact('9999-12-31T00:00:00.000Z', null));
    else expect(read(text)).toContain(fault);
  });

  test('is read in the zone of the reader, with the length that the day has there', () => {
    expect(read('2026-11-20', warsaw)).toEqual(exact('2026-11-19T23:00:00.000Z', '2026-11-20T23:00:00.000Z'));
    expect(read('2026-10-25', warsaw)).toEqual(exact('2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'));
    expect(read('2026-10-25 02:30 +01:00', warsaw)).toMatchObject({ from: '2026-10-25T01:30:00.000Z' });
    expect(read('2026-03-29 02:30', warsaw)).toMatchObject({ from: '2026-03-29T01:30:00.000Z' });
  });

  test('says what was read so that it is read again as the same, in every zone', () => {
    fc.assert(
      fc.property(
        anyRange,
        fc.constantFrom(...ZONES),
        fc.integer({ min: 0, max: NOW * 2 }),
        (range, zone, nowMs) => {
          expect(parseRange(rangeText(range, zone), { nowMs, zone }).range).toEqual(range);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('never breaks, whatever is typed', () => {
    const pieces = fc.constantFrom(
      '2026-11-20',
      '10:00',
      '..',
      'to',
      '-',
      '/',
      ' ',
      'z',
      '+01:00',
      '90',
      'm',
      'last',
      'now',
      '99',
    );
    const typed = fc.oneof(
      fc.string(),
      fc.array(pieces, { maxLength: 8 }).map((some) => some.join('')),
    );
    fc.assert(
      fc.property(typed, fc.constantFrom(...ZONES), (text, zone) => {
        const { range, fault } = parseRange(text, { nowMs: NOW, zone });
        expect(range === null).toBe(typeof fault === 'string');
        if (range) expect(rangeOf(addressOf(range))).toEqual({ range, fault: null });
      }),
      { numRuns: 500 },
    );
  });
});

describe('the address', () => {
  test('holds a span or two ends, never both, and gives back what was written', () => {
    fc.assert(
      fc.property(anyRange, (range) => {
        const address = addressOf(range);
        expect(address.range !== null && (address.from ?? address.to) !== null).toBe(false);
        expect(rangeOf(address)).toEqual({ range, fault: null });
      }),
    );
  });

  test('that is not understood says which part, and shows any time', () => {
    expect(rangeOf({ range: 'soon', from: null, to: null })).toEqual({
      range: { kind: 'any' },
      fault: 'range=soon',
    });
    expect(rangeOf({ range: null, from: 'soon', to: null }).fault).toBe('from=soon');
  });

  test('takes a moment with any zone, anything else is none', () => {
    expect(momentOf('2026-11-21T11:00:00+01:00')).toBe('2026-11-21T10:00:00.000Z');
    expect(momentOf('yesterday')).toBeNull();
    expect(momentOf(null)).toBeNull();
  });
});

describe('a relative window', () => {
  test('begins no later than its name says and stands still within a step', () => {
    expect(spanStart('15m', NOW)).toBe('2026-11-21T09:52:00.000Z');
    expect(spanStart('15m', NOW + 10_000)).toBe(spanStart('15m', NOW));
    expect(spanStart('24h', NOW)).toBe('2026-11-20T10:00:00.000Z');
    fc.assert(
      fc.property(anySpan, fc.integer({ min: NOW, max: NOW * 2 }), (span, nowMs) => {
        const lateMs = nowMs - (spanMs(span) ?? 0) - Date.parse(spanStart(span, nowMs));
        expect(lateMs).toBeGreaterThanOrEqual(0);
        expect(lateMs).toBeLessThan(stepMs(span));
      }),
    );
  });

  test('has no upper bound until the reader goes on to later pages', () => {
    const range: TimeRange = { kind: 'last', span: '1h' };
    expect(boundsOf(range, { nowMs: NOW, pinnedMs: null })).toEqual({ from: '2026-11-21T09:07:00.000Z' });
    const pinned = { from: '2026-11-21T09:07:00.000Z', to: '2026-11-21T10:07:42.500Z' };
    expect(boundsOf(range, { nowMs: NOW, pinnedMs: NOW })).toEqual(pinned);
    expect(boundsOf(range, { nowMs: NOW + 3_600_000, pinnedMs: NOW })).toEqual(pinned);
  });
});

describe('a wider window', () => {
  test('is the next preset, and after the last one any time', () => {
    expect(wider({ kind: 'last', span: '90m' }, NOW)).toEqual({ kind: 'last', span: '3h' });
    expect(wider({ kind: 'last', span: '30d' }, NOW)).toEqual({ kind: 'any' });
    expect(wider({ kind: 'any' }, NOW)).toBeNull();
    expect(PRESETS.every((span) => spanMs(span) !== null)).toBe(true);
  });

  test('of two ends is twice as long, holds them, and does not reach into the future', () => {
    const past = exact('2026-11-20T10:00:00.000Z', '2026-11-20T12:00:00.000Z');
    expect(wider(past, NOW)).toEqual(exact('2026-11-20T09:00:00.000Z', '2026-11-20T13:00:00.000Z'));
    const present = exact('2026-11-21T09:07:42.500Z', '2026-11-21T10:07:42.500Z');
    expect(wider(present, NOW)).toEqual(exact('2026-11-21T08:07:42.500Z', '2026-11-21T10:07:42.500Z'));
    expect(wider(exact('2026-11-20T10:00:00.000Z', null), NOW)).toEqual({ kind: 'any' });
  });
});
