import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { useTestDatabase } from '#tests/support/database.ts';
import { readProgress, setStage } from '#tests/support/fault-stage.ts';
import { startWorker } from '#tests/support/run-program.ts';
import { takeEvents } from '#tests/support/take-events.ts';

const database = useTestDatabase();
const EVENTS = 6_000;

it('a worker killed in the middle of its work leaves nothing behind: the next one processes and delivers every event', async () => {
  await using stage = await setStage();
  const ids = Array.from({ length: EVENTS }, () => randomUUID());
  for (let i = 0; i < EVENTS; i += 1_000) {
    const events = ids
      .slice(i, i + 1_000)
      .map((id) => ({ id, name: 'n', data: { note: 'paid with 4111 1111 1111 1111' } }));
    await takeEvents(stage.client, events);
  }
  {
    await using first = await startWorker(database.url);
    await expect
      .poll(() => readProgress(), { timeout: 30_000, interval: 1 })
      .toMatchObject({ processed: expect.toSatisfy((count: number) => count > 0) });
    expect(await first.end('SIGKILL')).toEqual({ code: null, signal: 'SIGKILL' });
  }
  const left = await readProgress();
  expect(left.accepted).toBeGreaterThan(0);
  expect(left.processed).toBeGreaterThan(0);

  await using _second = await startWorker(database.url);
  await expect
    .poll(() => readProgress(), { timeout: 60_000, interval: 100 })
    .toEqual({ accepted: 0, processed: EVENTS, delivered: EVENTS, undelivered: 0 });
  const arrivals = stage.arrivals();
  expect(ids.filter((id) => !arrivals.has(id))).toEqual([]);
  expect(arrivals.size).toBe(EVENTS);
});
