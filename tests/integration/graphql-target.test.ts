import { afterEach, describe, expect, it } from 'vitest';
import { systemContext } from '#lib/auth/context.ts';
import { type DeliveryLoop, startDeliveryLoop } from '#lib/dispatch/delivering/start-delivery-loop.ts';
import { DestinationInput } from '#lib/dispatch/schema.ts';
import { updateDestination } from '#lib/dispatch/update-destination.ts';
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
import { startGraphqlPeer } from '#tests/support/peer-graphql.ts';

process.env.OUTBOUND_ALLOW = '127.0.0.0/8';
useTestDatabase();

let loop: DeliveryLoop | undefined;
afterEach(async () => {
  await loop?.stop();
  loop = undefined;
});

const store = (url: string, more: object = {}) =>
  storeDestination({ kind: 'graphql', config: { url }, retry_plan_ms: [60_000], ...more });
const deliver = async (destinationId: string, count = 1): Promise<string[]> => {
  const events = await storeEvents(Array.from({ length: count }, () => ({ data: { body: 'hello' } })));
  await storeDeliveries(destinationId, events);
  loop ??= startDeliveryLoop();
  loop.wake();
  return events;
};
const settled = (id: string, status: string, attempts: number): Promise<void> =>
  until(async () => expect(await readDeliveries(id)).toMatchObject([{ status, attempt_count: attempts }]));

describe('the GraphQL target of the events proxy', () => {
  it('is called once, and what it returns is kept', async () => {
    await using peer = await startGraphqlPeer();
    const { id } = await store(peer.url);
    const [eventId] = await deliver(id);
    await settled(id, 'delivered', 1);
    expect(peer.received).toMatchObject([
      { id: eventId, name: 'order paid', body: 'hello', brand: 'testBrand' },
    ]);
    const [attempt] = await readAttempts(id);
    expect(JSON.parse(attempt?.response ?? '')).toEqual({ data: { processEvent: { id: eventId } } });
  });

  it('is called once and no more where no retry is planned', async () => {
    await using peer = await startGraphqlPeer();
    const { id } = await store(peer.url, { retry_plan_ms: [] });
    peer.refuseWith('not now');
    await deliver(id);
    await settled(id, 'dead', 1);
  });

  it('is called a second time when it refused, and then no more', async () => {
    await using peer = await startGraphqlPeer();
    const { id } = await store(peer.url);
    peer.refuseWith('not now');
    await deliver(id);
    await settled(id, 'pending', 1);
    peer.refuseWith(null);
    await passTime(id, 80_000);
    loop?.wake();
    await settled(id, 'delivered', 2);
    expect(peer.received).toHaveLength(1);
    expect((await readAttempts(id)).map(({ outcome }) => outcome)).toEqual(['refused', 'delivered']);
  });

  it('has failed for good when the plan is used up, with the id of the event kept', async () => {
    await using peer = await startGraphqlPeer();
    const { id } = await store(peer.url);
    peer.refuseWith('never');
    await deliver(id);
    await settled(id, 'pending', 1);
    await passTime(id, 80_000);
    loop?.wake();
    await settled(id, 'dead', 2);
    expect((await readDeliveries(id))[0]?.reason).toBe('Answered with errors: never');
  });

  it('is called within its limit when there is one, and at once when there is none', async () => {
    await using peer = await startGraphqlPeer();
    const timeOf = async (more: object): Promise<number> => {
      const { id } = await store(peer.url, more);
      const startedAt = performance.now();
      await deliver(id, 3);
      await until(async () =>
        expect((await readDeliveries(id)).map(({ status }) => status)).toEqual(Array(3).fill('delivered')),
      );
      return performance.now() - startedAt;
    };
    const free = await timeOf({});
    const limited = await timeOf({ rate_per_second: 1 });
    expect(limited).toBeGreaterThan(1_900);
    expect(free).toBeLessThan(1_900);
  });

  it('is refused without an endpoint', () => {
    const { error } = DestinationInput.safeParse({ name: 'x', kind: 'graphql', config: {} });
    expect(error?.issues.map(({ path }) => path.join('.'))).toEqual(['config.url']);
  });

  it('is called at another endpoint as soon as that is saved', async () => {
    await using first = await startGraphqlPeer();
    await using second = await startGraphqlPeer();
    const { id } = await store(first.url);
    await deliver(id);
    await until(() => expect(first.received).toHaveLength(1));
    await updateDestination(systemContext('test'), id, { config: { url: second.url } });
    await deliver(id);
    await until(() => expect(second.received).toHaveLength(1));
    expect(first.received).toHaveLength(1);
  });
});
