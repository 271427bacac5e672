import { expect, it } from 'vitest';
import { useTestDatabase } from '#tests/support/database.ts';
import { setStage, storedIds } from '#tests/support/fault-stage.ts';
import { startWebServer } from '#tests/support/run-program.ts';
import { sendEvent, sendLoad } from '#tests/support/send-events.ts';

const database = useTestDatabase();

it('a web server told to stop under load ends cleanly, and everything it said 202 for is stored', async () => {
  await using stage = await setStage();
  await using web = await startWebServer(database.url);
  const target = { origin: web.origin, token: stage.client.token };
  let ended: ReturnType<typeof web.end> | null = null;
  const load = await sendLoad(target, {
    senders: 32,
    goesOn: ({ accepted, unanswered }) => {
      if (accepted.length >= 300) ended ??= web.end('SIGTERM');
      return unanswered.length < 32;
    },
  });
  expect(await ended).toEqual({ code: 0, signal: null });
  expect(load.accepted.length).toBeGreaterThanOrEqual(300);
  const stored = new Set(await storedIds());
  expect(load.accepted.filter((id) => !stored.has(id))).toEqual([]);
  expect((await sendEvent(target, { name: 'too late' })).status).toBe(0);
});
