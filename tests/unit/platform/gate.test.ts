import { describe, expect, it } from 'vitest';
import { createGate } from '#lib/platform/gate.ts';

const deferred = () => {
  let open = (): void => {};
  const done = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { done, open };
};

describe('createGate', () => {
  it('runs no more at once than it may, in the order of asking', async () => {
    const gate = createGate({ running: 2, waiting: 10 });
    const works = Array.from({ length: 5 }, deferred);
    const started: number[] = [];
    const all = works.map(({ done }, i) =>
      gate(async () => {
        started.push(i);
        await done;
      }),
    );
    expect(started).toEqual([0, 1]);
    works[0]?.open();
    await all[0];
    expect(started).toEqual([0, 1, 2]);
    for (const { open } of works) open();
    await Promise.all(all);
    expect(started).toEqual([0, 1, 2, 3, 4]);
  });

  it('refuses one too many in the queue, and lets in again later, also after a failure', async () => {
    const gate = createGate({ running: 1, waiting: 1 });
    const first = deferred();
    const running = gate(() => first.done);
    const waiting = gate(async () => Promise.reject(new Error('failed')));
    await expect(gate(async () => 'refused')).rejects.toMatchObject({ code: 'unavailable' });
    first.open();
    await running;
    await expect(waiting).rejects.toThrow('failed');
    expect(await gate(async () => 'in')).toBe('in');
    expect(await Promise.all([gate(async () => 1), gate(async () => 2)])).toEqual([1, 2]);
  });
});
