import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { pool } from '#lib/platform/db.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { readProgress, type Stage, setStage } from '#tests/support/fault-stage.ts';
import { startWorker } from '#tests/support/run-program.ts';
import { takeEvents } from '#tests/support/take-events.ts';

const database = useTestDatabase();
const EVENTS = 6_000;

/** More events than a worker processes at once, so that it can be ended among them. */
async function takeMany(stage: Stage): Promise<string[]> {
  const ids = Array.from({ length: EVENTS }, () => randomUUID());
  for (let i = 0; i < EVENTS; i += 1_000) {
    const data = { note: 'paid with 4111 1111 1111 1111' };
    await takeEvents(
      stage.client,
      ids.slice(i, i + 1_000).map((id) => ({ id, name: 'n', data })),
    );
  }
  return ids;
}

async function endAmongWork(signal: NodeJS.Signals): Promise<unknown> {
  await using worker = await startWorker(database.url);
  const some = { processed: expect.toSatisfy((count: number) => count > 0) };
  await expect.poll(() => readProgress(), { timeout: 30_000, interval: 1 }).toMatchObject(some);
  return await worker.end(signal);
}

async function expectAllDelivered(stage: Stage, ids: string[]): Promise<void> {
  await using _worker = await startWorker(database.url);
  await expect
    .poll(() => readProgress(), { timeout: 60_000, interval: 100 })
    .toEqual({ accepted: 0, processed: EVENTS, delivered: EVENTS, undelivered: 0 });
  const arrivals = stage.arrivals();
  expect(ids.filter((id) => !arrivals.has(id))).toEqual([]);
  expect(arrivals.size).toBe(EVENTS);
}

it('a worker killed in the middle of its work leaves nothing behind: the next one processes and delivers every event', async () => {
  await using stage = await setStage('killed');
  const ids = await takeMany(stage);
  expect(await endAmongWork('SIGKILL')).toEqual({ code: null, signal: 'SIGKILL' });
  expect(await readProgress()).toMatchObject({ accepted: expect.toSatisfy((count: number) => count > 0) });
  await expectAllDelivered(stage, ids);
});

it('a worker told to stop in the middle of its work ends cleanly, and no event arrives twice', async () => {
  await pool().query('TRUNCATE events, deliveries, delivery_attempts');
  await pool().query('UPDATE destinations SET deleted_at = now(), enabled = false');
  await using stage = await setStage('stopped');
  const ids = await takeMany(stage);
  expect(await endAmongWork('SIGTERM')).toEqual({ code: 0, signal: null });
  await expectAllDelivered(stage, ids);
  expect([...stage.arrivals().values()].every((count) => count === 1)).toBe(true);
});
