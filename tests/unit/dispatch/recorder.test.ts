import { describe, expect, it } from 'vitest';
import { makeRecorder } from '#lib/dispatch/delivering/recorder.ts';
import type { AttemptRecord } from '#lib/dispatch/delivering/repo.ts';
import { quietLog } from '#tests/support/peer-dispatch.ts';

const record = (i: number): AttemptRecord => ({
  deliveryId: String(i),
  attempt: 1,
  status: 'delivered',
  delayMs: null,
  reason: null,
  sent: null,
});

describe('the recorder', () => {
  it('writes what ends together in one batch, and what gathers meanwhile in the next, in order', async () => {
    const batches: string[][] = [];
    const gates: (() => void)[] = [];
    const recorder = makeRecorder(async (records) => {
      batches.push(records.map(({ deliveryId }) => deliveryId));
      await new Promise<void>((open) => gates.push(open));
    });
    recorder.push(record(1));
    recorder.push(record(2));
    await expect.poll(() => batches).toEqual([['1', '2']]);
    for (let i = 3; i <= 300; i += 1) recorder.push(record(i));
    gates[0]?.();
    await expect.poll(() => batches.map(({ length }) => length)).toEqual([2, 256]);
    gates[1]?.();
    await expect.poll(() => batches.map(({ length }) => length)).toEqual([2, 256, 42]);
    gates[2]?.();
    await recorder.drained();
    expect(batches.flat()).toEqual(Array.from({ length: 300 }, (_, i) => String(i + 1)));
  });

  it('keeps what could not be written and tries again', async () => {
    using _quiet = quietLog();
    const written: string[] = [];
    let failures = 2;
    const recorder = makeRecorder(async (records) => {
      if (failures > 0) {
        failures -= 1;
        throw new Error('the database is away');
      }
      written.push(...records.map(({ deliveryId }) => deliveryId));
    });
    recorder.push(record(1));
    await expect.poll(() => failures).toBeLessThan(2);
    recorder.push(record(2));
    await recorder.drained();
    expect(written).toEqual(['1', '2']);
  });

  it('is drained at once when there is nothing', async () => {
    await expect(makeRecorder(async () => {}).drained()).resolves.toBeUndefined();
  });
});
