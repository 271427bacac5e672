import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_RETRY_PLAN_MS, nextDelayMs, parseRetryAfter } from '#lib/dispatch/backoff.ts';

const middle = (): number => 0.5;
const DEFAULT = { waitsMs: DEFAULT_RETRY_PLAN_MS, chosen: false };
const CHOSEN = { waitsMs: [1_000], chosen: true };

describe('the retry plan', () => {
  it('waits 5 s, 5 m, 30 m, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h, then gives up', () => {
    const waits = Array.from({ length: 10 }, (_, i) => nextDelayMs(DEFAULT, { attempts: i + 1 }, middle));
    const inSeconds = waits.map((wait) => (wait === null ? null : wait / 1000));
    expect(inSeconds).toEqual([5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400, null]);
  });

  it('spreads each wait by at most 20 %', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        fc.integer({ min: 1, max: 9 }),
        (r, attempts) => {
          const planned = DEFAULT_RETRY_PLAN_MS[attempts - 1] as number;
          const wait = nextDelayMs(DEFAULT, { attempts }, () => r) as number;
          expect(wait).toBeGreaterThanOrEqual(Math.floor(planned * 0.8));
          expect(wait).toBeLessThanOrEqual(Math.ceil(planned * 1.2));
        },
      ),
    );
  });

  it('never comes back before it was asked to, and believes no more than a day', () => {
    fc.assert(
      fc.property(fc.nat(200_000_000), fc.double({ min: 0, max: 1, noNaN: true }), (retryAfterMs, r) => {
        const wait = nextDelayMs(CHOSEN, { attempts: 1, retryAfterMs }, () => r) as number;
        expect(wait).toBeGreaterThanOrEqual(Math.min(retryAfterMs, 86_400_000) - 1);
        expect(wait).toBeLessThanOrEqual(86_400_000 * 1.2);
      }),
    );
  });

  it('gives one that is overloaded or too slow a minute, and no more where the plan waits longer', () => {
    expect(nextDelayMs(DEFAULT, { attempts: 1, overloaded: true }, () => 0)).toBe(60_000);
    expect(nextDelayMs(DEFAULT, { attempts: 1, overloaded: true }, () => 0.999)).toBeLessThanOrEqual(72_000);
    expect(nextDelayMs(DEFAULT, { attempts: 2, overloaded: true }, middle)).toBe(300_000);
  });

  it('believes an overloaded one that says how long, and whoever chose the waits', () => {
    expect(nextDelayMs(DEFAULT, { attempts: 1, overloaded: true, retryAfterMs: 10_000 }, () => 0)).toBe(
      10_000,
    );
    expect(nextDelayMs(DEFAULT, { attempts: 1, overloaded: true, retryAfterMs: 0 }, middle)).toBe(5_000);
    expect(nextDelayMs(CHOSEN, { attempts: 1, overloaded: true }, middle)).toBe(1_000);
    expect(nextDelayMs(CHOSEN, { attempts: 1, overloaded: true, retryAfterMs: 9_000 }, () => 0)).toBe(9_000);
  });

  it('does not lengthen the plan because of Retry-After', () => {
    expect(nextDelayMs(CHOSEN, { attempts: 2, retryAfterMs: 5_000 }, middle)).toBeNull();
  });
});

describe('Retry-After', () => {
  const now = new Date('2026-11-21T10:00:00Z');
  it.each([
    ['0', 0],
    ['120', 120_000],
    [' 3 ', 3_000],
    ['Sat, 21 Nov 2026 10:00:30 GMT', 30_000],
    ['Sat, 21 Nov 2026 09:00:00 GMT', 0],
  ])('%s', (header, expected) => {
    expect(parseRetryAfter(header, now)).toBe(expected);
  });
  it.each([undefined, '', '-1', '1.5', 'soon', '2026-11-21', '99999999999'])('%s says nothing', (header) => {
    expect(parseRetryAfter(header, now)).toBeUndefined();
  });
});
