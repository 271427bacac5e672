import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makePlaces } from '#lib/dispatch/delivering/places.ts';

/** Each takes one place at a time, in turn, until nobody may take another. */
function fill(total: number, wants: readonly number[]): number[] {
  const places = makePlaces(total);
  const held = wants.map(() => 0);
  for (let moved = true; moved; ) {
    moved = false;
    for (const [i, want] of wants.entries()) {
      const mine = held[i] as number;
      if (mine >= want || places.room(mine) < 1) continue;
      places.take(1);
      held[i] = mine + 1;
      moved = true;
    }
  }
  return held;
}

describe('the places of a process', () => {
  it('are never all taken by one, who at most gets half of them at once', () => {
    const places = makePlaces(256);
    expect(places.room(0)).toBe(128);
    places.take(128);
    expect(places.room(128)).toBe(0);
    expect(places.room(0)).toBe(64);
  });

  it('are shared alike, and a part of that size stays free', () => {
    const held = fill(256, [100, 100, 100, 100]);
    expect(Math.max(...held) - Math.min(...held)).toBeLessThanOrEqual(1);
    expect(256 - held.reduce((sum, one) => sum + one)).toBeGreaterThanOrEqual(51);
  });

  it('give everybody what he wants while it is less than his part, and the rest to the others', () => {
    expect(fill(256, [5, 100, 3])).toEqual([5, 100, 3]);
  });

  it('leave two for whoever comes, however many there are', () => {
    expect(
      fill(
        16,
        Array.from({ length: 30 }, () => 50),
      ).every((one) => one === 2),
    ).toBe(true);
  });

  it('are shared alike among those who all want more, whatever their number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), (count) => {
        const held = fill(
          256,
          Array.from({ length: count }, () => 1_000),
        );
        return Math.max(...held) - Math.min(...held) <= 1 && Math.min(...held) >= 2;
      }),
    );
  });

  it('come back', () => {
    const places = makePlaces(10);
    places.take(8);
    places.giveBack(8);
    expect(places.room(0)).toBe(5);
  });
});
