import { expect, it } from 'vitest';
import { systemContext } from '#lib/auth/context.ts';
import { installDefaults } from '#lib/pipeline/install-defaults.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { storeDestination } from '#tests/support/peer-dispatch.ts';
import { startHttpPeer } from '#tests/support/peer-http.ts';
import { makePerson } from '#tests/support/people.ts';
import {
  deliveriesOfEvents,
  imbalance,
  readOperation,
  started,
  storeDispatched,
} from '#tests/support/redo.ts';
import { startWorker } from '#tests/support/run-program.ts';

const database = useTestDatabase();
const DELIVERIES = 1_500;

it('a worker killed in the middle of a resend of many leaves an operation that the next one ends: none left out, none twice', async () => {
  process.env.OUTBOUND_ALLOW = '127.0.0.0/8';
  await installDefaults(systemContext('tests'));
  await using peer = await startHttpPeer();
  const { token } = await makePerson('ada', ['administrator']);
  const { id: destination } = await storeDestination({
    ...{ kind: 'http', config: { url: peer.origin }, concurrency: 20, retry_plan_ms: [100, 100, 500] },
  });
  const { ids, eventIds } = await storeDispatched(
    destination,
    Array<'delivered'>(DELIVERIES).fill('delivered'),
  );
  const { id } = await started(token, {
    kind: 'resend',
    filter: { status: 'delivered' },
    rate_per_second: 250,
  });
  const read = () => readOperation(token, id);

  for (const share of [0.2, 0.5]) {
    await using worker = await startWorker(database.url);
    await expect
      .poll(async () => (await read()).done, { timeout: 60_000, interval: 5 })
      .toBeGreaterThan(DELIVERIES * share);
    await worker.end('SIGKILL');
    expect((await read()).state).toBe('running');
  }

  await using _worker = await startWorker(database.url);
  await expect.poll(async () => (await read()).state, { timeout: 60_000, interval: 100 }).toBe('done');
  expect(await read()).toMatchObject({ done: DELIVERIES, skipped: 0, failed: 0 });
  const resent = (await deliveriesOfEvents(eventIds)).filter(({ cause }) => cause === 'resend');
  expect(resent.map(({ origin_id }) => origin_id).toSorted()).toEqual(ids);
  await expect
    .poll(async () => (await deliveriesOfEvents(eventIds)).every(({ status }) => status === 'delivered'), {
      timeout: 60_000,
      interval: 200,
    })
    .toBe(true);
  expect(new Set(peer.calls.map(({ headers }) => headers['webhook-id'])).size).toBe(DELIVERIES);
  expect(await imbalance()).toEqual([]);
});
