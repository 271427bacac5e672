import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeSlotClock } from '#lib/dispatch/delivering/slot-clock.ts';

describe('the slot clock', () => {
  it('bounds a moment of the database’s clock by the closest observation', () => {
    const clock = makeSlotClock();
    clock.observe(1_000_000, 50, 90);
    expect(clock.toLocal(1_000_100)).toEqual({ earliest: 150, latest: 190 });
    clock.observe(1_000_050, 119, 121);
    const { earliest, latest } = clock.toLocal(1_000_100);
    expect(earliest).toBeCloseTo(169, 1);
    expect(latest).toBeCloseTo(171, 1);
  });

  it('always holds the true moment, whatever the trips take', () => {
    const trips = fc.array(fc.record({ pause: fc.nat(10_000), out: fc.nat(80), back: fc.nat(80) }), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(trips, fc.integer({ min: -1e9, max: 1e9 }), (list, offset) => {
        const clock = makeSlotClock();
        let now = 0;
        for (const { pause, out, back } of list) {
          const before = now + pause;
          clock.observe(before + out + offset, before, before + out + back);
          now = before + out + back;
          const { earliest, latest } = clock.toLocal(now + offset);
          expect(earliest).toBeLessThanOrEqual(now + 1e-6);
          expect(latest).toBeGreaterThanOrEqual(now - 1e-6);
        }
      }),
    );
  });

  it('starts anew when a clock was set', () => {
    const clock = makeSlotClock();
    clock.observe(1_000_000, 50, 52);
    clock.observe(5_000_000, 60, 64);
    expect(clock.toLocal(5_000_000)).toEqual({ earliest: 60, latest: 64 });
  });
});
