import { afterEach, describe, expect, it } from 'vitest';
import { cached } from '#lib/platform/cached.ts';
import { forgetSingleton, processSingleton } from '#lib/platform/singleton.ts';

afterEach(() => forgetSingleton('cached.fruit'));

describe('a cached value', () => {
  it('is loaded once for everybody who asks at the same time, and kept', async () => {
    let loads = 0;
    const get = cached('fruit', 60_000, async () => ++loads);
    expect(await Promise.all([get(), get(), get()])).toEqual([1, 1, 1]);
    expect(await get()).toBe(1);
  });

  it('is loaded anew when its time is up, even if nobody says that it changed', async () => {
    let loads = 0;
    const get = cached('fruit', 0, async () => ++loads);
    expect([await get(), await get()]).toEqual([1, 2]);
  });

  it('is asked for again after a load that failed, and everybody who waited hears of the failure', async () => {
    let loads = 0;
    const get = cached('fruit', 60_000, async () => {
      loads++;
      if (loads === 1) throw new Error('the store is away');
      return loads;
    });
    const both = await Promise.allSettled([get(), get()]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await get()).toBe(2);
  });
});

describe('a slot of the process', () => {
  it('is made once, also when what is made is nothing', () => {
    let made = 0;
    const make = (): undefined => {
      made++;
    };
    processSingleton('test.slot', make);
    processSingleton('test.slot', make);
    expect(made).toBe(1);
    forgetSingleton('test.slot');
    processSingleton('test.slot', make);
    expect(made).toBe(2);
    forgetSingleton('test.slot');
  });
});
