import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeTeller, type TalliedAttempt, type Told } from '#lib/dispatch/delivering/teller.ts';
import { quietLog } from '#tests/support/peer-dispatch.ts';

const good: TalliedAttempt = { delivered: true, gone: false, retryAfterMs: null, isProbe: false };
const bad: TalliedAttempt = { ...good, delivered: false };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const listen = (fails = 0) => {
  const heard: Record<string, Told>[] = [];
  let left = fails;
  const teller = makeTeller(async (told) => {
    if (left > 0) {
      left -= 1;
      throw new Error('the database is away');
    }
    heard.push(Object.fromEntries(told));
  });
  return { heard, teller };
};

describe('what became of attempts', () => {
  it('is told together, failures within a quarter of a second and successes within ten', async () => {
    const { heard, teller } = listen();
    teller.note('a', good);
    await vi.advanceTimersByTimeAsync(0);
    expect(heard).toHaveLength(1);
    for (let i = 0; i < 50; i += 1) teller.note('a', good);
    await vi.advanceTimersByTimeAsync(9_000);
    expect(heard).toHaveLength(1);
    teller.note('b', bad);
    await vi.advanceTimersByTimeAsync(0);
    expect(heard[1]).toMatchObject({ a: { delivered: 50, failed: 0 }, b: { delivered: 0, failed: 1 } });
    for (let i = 0; i < 30; i += 1) teller.note('b', bad);
    await vi.advanceTimersByTimeAsync(240);
    expect(heard).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(20);
    expect(heard[2]).toMatchObject({ b: { failed: 30 } });
  });

  it('names each probe and whatever is gone', async () => {
    const { heard, teller } = listen();
    teller.note('a', { ...bad, isProbe: true, retryAfterMs: 5_000 });
    teller.note('b', { ...bad, gone: true });
    await vi.advanceTimersByTimeAsync(300);
    expect(heard[0]).toEqual({
      a: { delivered: 0, failed: 1, gone: false, probes: [{ delivered: false, retryAfterMs: 5_000 }] },
      b: { delivered: 0, failed: 1, gone: true, probes: [] },
    });
  });

  it('is kept while it cannot be told', async () => {
    using _quiet = quietLog();
    const { heard, teller } = listen(2);
    teller.note('a', bad);
    await vi.advanceTimersByTimeAsync(10);
    teller.note('a', bad);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(heard).toEqual([{ a: { delivered: 0, failed: 2, gone: false, probes: [] } }]);
  });

  it('is told by one that stops', async () => {
    const { heard, teller } = listen();
    teller.note('a', good);
    await vi.advanceTimersByTimeAsync(0);
    teller.note('a', good);
    await teller.stop();
    expect(heard).toHaveLength(2);
  });
});
