import { expect, it } from 'vitest';
import { readProgress, setStage, storedIds } from '#tests/support/fault-stage.ts';
import { startOwnPostgres } from '#tests/support/own-postgres.ts';
import { startWebServer, startWorker } from '#tests/support/run-program.ts';
import { sendLoad } from '#tests/support/send-events.ts';

it('a database that crashes under load takes nothing with it, and every program recovers by itself', async () => {
  await using database = await startOwnPostgres();
  await using stage = await setStage();
  await using web = await startWebServer(database.url);
  await using worker = await startWorker(database.url);

  let crashes = 0;
  let isDown = false;
  const crashAndStart = async (): Promise<void> => {
    isDown = true;
    await database.crash();
    await database.start();
    crashes += 1;
    isDown = false;
  };
  const load = await sendLoad(
    { origin: web.origin, token: stage.client.token },
    {
      senders: 8,
      insists: true,
      goesOn: ({ accepted }) => {
        if (!isDown && crashes < 2 && accepted.length >= 200 * (crashes + 1)) void crashAndStart();
        return accepted.length < 600 || crashes < 2;
      },
    },
  );
  expect(crashes).toBe(2);
  expect(load.unanswered.length).toBeGreaterThan(0);

  const accepted = [...new Set(load.accepted)].toSorted();
  await expect
    .poll(() => readProgress().catch(() => null), { timeout: 60_000, interval: 100 })
    .toEqual({ accepted: 0, processed: accepted.length, delivered: accepted.length, undelivered: 0 });
  expect((await storedIds()).toSorted()).toEqual(accepted);
  const arrivals = stage.arrivals();
  expect(accepted.filter((id) => !arrivals.has(id))).toEqual([]);
  expect(arrivals.size).toBe(accepted.length);
  expect([web.isRunning(), worker.isRunning()]).toEqual([true, true]);
  expect(await worker.end('SIGTERM')).toEqual({ code: 0, signal: null });
  expect(await web.end('SIGTERM')).toEqual({ code: 0, signal: null });
});
