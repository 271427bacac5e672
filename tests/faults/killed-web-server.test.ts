import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { useTestDatabase } from '#tests/support/database.ts';
import { readProgress, setStage, storedIds } from '#tests/support/fault-stage.ts';
import { startWebServer, startWorker } from '#tests/support/run-program.ts';
import { sendEvent, sendLoad } from '#tests/support/send-events.ts';

const database = useTestDatabase();

it('what a web server accepted right before it was killed is there, processed and delivered, and nothing else twice', async () => {
  await using stage = await setStage();
  const { token } = stage.client;
  const accepted: string[] = [];
  const unanswered: string[] = [];

  // One answer, and in the same moment the end: nothing may have been left for later.
  for (let i = 0; i < 3; i++) {
    await using web = await startWebServer(database.url);
    const id = randomUUID();
    expect((await sendEvent({ origin: web.origin, token }, { id, name: 'n' })).status).toBe(202);
    expect(await web.end('SIGKILL')).toEqual({ code: null, signal: 'SIGKILL' });
    accepted.push(id);
  }

  // The same in the middle of many.
  {
    await using web = await startWebServer(database.url);
    const load = await sendLoad(
      { origin: web.origin, token },
      {
        senders: 32,
        goesOn: (sofar) => {
          if (sofar.accepted.length >= 200 && web.isRunning()) void web.end('SIGKILL');
          return sofar.accepted.length < 200;
        },
      },
    );
    accepted.push(...load.accepted);
    unanswered.push(...load.unanswered);
  }
  const stored = await storedIds();
  expect(accepted.filter((id) => !stored.includes(id))).toEqual([]);
  expect(new Set(stored).size).toBe(stored.length);

  // A sender that got no answer sends again, with the same id.
  await using web = await startWebServer(database.url);
  await using _worker = await startWorker(database.url);
  for (const id of unanswered) {
    expect((await sendEvent({ origin: web.origin, token }, { id, name: 'again' })).status).toBe(202);
  }
  const all = [...accepted, ...unanswered].toSorted();
  await expect
    .poll(() => readProgress(), { timeout: 60_000, interval: 100 })
    .toEqual({ accepted: 0, processed: all.length, delivered: all.length, undelivered: 0 });
  expect((await storedIds()).toSorted()).toEqual(all);
  expect([...stage.arrivals()].toSorted()).toEqual(all.map((id) => [id, 1]));
});
