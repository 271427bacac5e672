import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Breaker, CLOSED, nextBreaker, type Probe } from '#lib/dispatch/delivering/breaker.ts';

const NOW = Date.parse('2026-11-26T10:00:00Z');
const tally = (delivered: number, failed: number, probes: Probe[] = []) => ({ delivered, failed, probes });
const good: Probe = { delivered: true, retryAfterMs: null };
const bad: Probe = { delivered: false, retryAfterMs: null };
const open = (): Breaker => nextBreaker(CLOSED, tally(0, 10), NOW).breaker;

describe('a closed breaker', () => {
  it.each([
    [3, 7, 'opened'],
    [0, 10, 'opened'],
    [0, 9, null],
    [4, 9, null],
    [30, 70, 'opened'],
    [31, 69, null],
  ])('of %i good attempts and %i failed ones is %s', (delivered, failed, change) => {
    expect(nextBreaker(CLOSED, tally(delivered, failed), NOW).change).toBe(change);
  });

  it('counts what several processes tell, over five minutes and no longer', () => {
    let breaker = CLOSED;
    for (const seconds of [0, 100, 200]) {
      const next = nextBreaker(breaker, tally(0, 3), NOW + seconds * 1_000);
      expect(next.change).toBeNull();
      breaker = next.breaker;
    }
    expect(nextBreaker(breaker, tally(0, 1), NOW + 299_000).change).toBe('opened');
    expect(nextBreaker(breaker, tally(0, 1), NOW + 320_000).change).toBeNull();
  });

  it('opens exactly when, of at least ten attempts in five minutes, seven in ten failed', () => {
    const step = fc.record({ afterMs: fc.nat(60_000), delivered: fc.nat(6), failed: fc.nat(6) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let [breaker, now] = [CLOSED, NOW];
        const seen: { at: number; delivered: number; failed: number }[] = [];
        for (const { afterMs, delivered, failed } of steps) {
          now += afterMs;
          // Counted by quarters of a minute, each for five minutes from its beginning.
          seen.push({ at: Math.floor(now / 15_000) * 15_000, delivered, failed });
          const window = seen.filter(({ at }) => at > now - 300_000);
          const lost = window.reduce((sum, one) => sum + one.failed, 0);
          const all = window.reduce((sum, one) => sum + one.delivered, lost);
          const next = nextBreaker(breaker, tally(delivered, failed), now);
          const expected = all >= 10 && lost / all >= 0.7 ? 'opened' : null;
          if (next.change !== expected) return false;
          if (next.change)
            return next.breaker.state === 'open' && next.breaker.nextProbeAtMs === now + 30_000;
          breaker = next.breaker;
        }
        return true;
      }),
    );
  });
});

describe('an open breaker', () => {
  it('pays no heed to calls that left before it opened', () => {
    expect(nextBreaker(open(), tally(5, 5), NOW + 1_000)).toEqual({ breaker: open(), change: null });
  });

  it('closes after three good probes in a row, each at once after the other', () => {
    const first = nextBreaker(open(), tally(1, 0, [good]), NOW + 30_000);
    expect(first).toMatchObject({
      change: null,
      breaker: { state: 'half_open', nextProbeAtMs: NOW + 30_000 },
    });
    const second = nextBreaker(first.breaker, tally(1, 0, [good]), NOW + 30_500);
    expect(second.change).toBeNull();
    expect(nextBreaker(second.breaker, tally(1, 0, [good]), NOW + 31_000)).toEqual({
      breaker: CLOSED,
      change: 'closed',
    });
  });

  it('begins anew when a probe fails, and waits twice as long each time', () => {
    let breaker = nextBreaker(open(), tally(1, 0, [good]), NOW).breaker;
    for (const waitMs of [60_000, 120_000, 240_000, 480_000]) {
      breaker = nextBreaker(breaker, tally(0, 1, [bad]), NOW).breaker;
      expect(breaker).toMatchObject({
        state: 'open',
        goodProbes: 0,
        nextProbeAtMs: NOW + waitMs,
        openedAtMs: NOW,
      });
    }
  });

  it('waits as long as the destination asks, up to a day', () => {
    const probeAfter = (retryAfterMs: number): number | null =>
      nextBreaker(open(), tally(0, 1, [{ delivered: false, retryAfterMs }]), NOW).breaker.nextProbeAtMs;
    expect(probeAfter(1_000)).toBe(NOW + 60_000);
    expect(probeAfter(3_600_000)).toBe(NOW + 3_600_000);
    expect(probeAfter(999_999_999)).toBe(NOW + 86_400_000);
  });

  it('is given up at the tenth failed probe', () => {
    let breaker = open();
    for (let i = 1; i <= 9; i += 1) {
      const next = nextBreaker(breaker, tally(0, 1, [bad]), NOW);
      expect(next.change).toBeNull();
      breaker = next.breaker;
    }
    expect(nextBreaker(breaker, tally(0, 1, [bad]), NOW).change).toBe('given_up');
  });
});
