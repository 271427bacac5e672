import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { useTestDatabase } from '#tests/support/database.ts';
import {
  passTime,
  readAttempts,
  readDeliveries,
  storeDeliveries,
  storeDestination,
  storeEvents,
  until,
} from '#tests/support/peer-dispatch.ts';
import { startHttpPeer } from '#tests/support/peer-http.ts';

process.env.OUTBOUND_ALLOW = '127.0.0.1/32';
useTestDatabase();

async function startWorker(): Promise<ChildProcess> {
  const child = fork(new URL('../support/peer-delivery-worker.ts', import.meta.url), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  await once(child, 'message');
  return child;
}

it('what a killed worker had under way is delivered by the next one, and nothing else twice', async () => {
  await using peer = await startHttpPeer((call, response) => {
    if (JSON.parse(call.body).data.data.hang !== true) response.end();
  });
  const destination = await storeDestination({ kind: 'http', config: { url: peer.origin }, concurrency: 20 });
  const events = Array.from({ length: 40 }, (_, i) => ({ data: { hang: i % 8 === 0 } }));
  await storeDeliveries(destination.id, await storeEvents(events));
  const statuses = async (): Promise<string[]> =>
    (await readDeliveries(destination.id)).map(({ status }) => status);

  const first = await startWorker();
  await until(() => expect(peer.calls).toHaveLength(40));
  await until(async () =>
    expect((await statuses()).filter((status) => status === 'delivered')).toHaveLength(35),
  );
  const gone = once(first, 'exit');
  first.kill('SIGKILL');
  await gone;
  expect((await statuses()).filter((status) => status === 'delivering')).toHaveLength(5);

  peer.answer((_call, response) => response.end());
  const second = await startWorker();
  try {
    await passTime(destination.id, 60_000);
    await until(async () => expect(new Set(await statuses())).toEqual(new Set(['delivered'])));
  } finally {
    const ended = once(second, 'exit');
    second.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  }
  expect(peer.calls).toHaveLength(45);
  const attempts = await readAttempts(destination.id);
  expect(attempts.filter(({ outcome }) => outcome === 'lost')).toHaveLength(5);
  expect(attempts.filter(({ outcome }) => outcome === 'delivered')).toHaveLength(40);
});
