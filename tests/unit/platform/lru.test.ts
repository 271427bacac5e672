import { describe, expect, it } from 'vitest';
import { createLru } from '#lib/platform/lru.ts';

describe('createLru', () => {
  it('never holds more than it may', () => {
    const lru = createLru<number, number>(10);
    for (let i = 0; i < 1_000; i++) {
      lru.set(i, i);
      expect(lru.size).toBeLessThanOrEqual(10);
    }
    expect(lru.get(999)).toBe(999);
    expect(lru.get(0)).toBeUndefined();
  });

  it('keeps what is asked for again and again while others pass through', () => {
    const lru = createLru<number, string>(10);
    lru.set(-1, 'kept');
    for (let i = 0; i < 100; i++) {
      lru.set(i, 'passing');
      expect(lru.get(-1)).toBe('kept');
    }
  });

  it('forgets one, or all, in either generation', () => {
    const lru = createLru<number, number>(4);
    for (const key of [1, 2, 3]) lru.set(key, key);
    lru.set(1, 10);
    expect(lru.get(1)).toBe(10);
    for (const key of [1, 2, 3]) lru.delete(key);
    expect([1, 2, 3].map((key) => lru.get(key))).toEqual([undefined, undefined, undefined]);
    lru.set(5, 5);
    lru.clear();
    expect([lru.size, lru.get(5)]).toEqual([0, undefined]);
  });
});
