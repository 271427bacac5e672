import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemContext } from '#lib/auth/context.ts';
import { type DeliveryLoop, startDeliveryLoop } from '#lib/dispatch/delivering/start-delivery-loop.ts';
import { testDestination } from '#lib/dispatch/test-destination.ts';
import { updateDestination } from '#lib/dispatch/update-destination.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import {
  readDeliveries,
  storeDeliveries,
  storeDestination,
  storeEvents,
  until,
} from '#tests/support/peer-dispatch.ts';
import { NATS_PASSWORD, NATS_USER, type NatsPeer, startNatsPeer } from '#tests/support/peer-nats.ts';

process.env.OUTBOUND_ALLOW = '127.0.0.0/8';
useTestDatabase();

let server: NatsPeer;
beforeAll(async () => {
  server = await startNatsPeer();
}, 60_000);
afterAll(() => server?.[Symbol.asyncDispose]());

/** Counts the connections to the server behind it, and can cut them. */
async function startCounter(): Promise<
  AsyncDisposable & { port: number; made: () => number; open: () => number; cut: () => void }
> {
  const clients = new Set<Socket>();
  let made = 0;
  const counter = createServer((client) => {
    made += 1;
    clients.add(client);
    const behind = connect(server.port, '127.0.0.1');
    client.pipe(behind).pipe(client);
    for (const socket of [client, behind])
      socket
        .on('error', () => undefined)
        .on('close', () => {
          client.destroy();
          behind.destroy();
          clients.delete(client);
        });
  });
  await new Promise<void>((done) => counter.listen(0, '127.0.0.1', done));
  const cut = (): void => {
    for (const client of clients) client.destroy();
  };
  return {
    port: (counter.address() as AddressInfo).port,
    made: () => made,
    open: () => clients.size,
    cut,
    [Symbol.asyncDispose]: async () => {
      cut();
      await new Promise<void>((done) => counter.close(() => done()));
    },
  };
}

const configOf = (port: number) => ({
  host: '127.0.0.1',
  port,
  tls: false,
  login: { type: 'password', username: NATS_USER, password: NATS_PASSWORD },
  subject: 'events.{{event.category}}',
  mode: 'core',
});

describe('the connection to a broker', () => {
  it('is one for many deliveries, made anew when it was cut or the destination changed, and closed at the end', async () => {
    await using counter = await startCounter();
    const { id } = await storeDestination({
      kind: 'nats',
      config: configOf(counter.port),
      retry_plan_ms: [100],
    });
    const deliver = async (count: number): Promise<void> => {
      await storeDeliveries(id, await storeEvents(Array.from({ length: count }, () => ({}))));
      loop.wake();
      await until(async () => {
        const statuses = (await readDeliveries(id)).map(({ status }) => status);
        expect(statuses.every((status) => status === 'delivered')).toBe(true);
      });
    };
    const loop: DeliveryLoop = startDeliveryLoop();
    try {
      await deliver(20);
      expect([counter.made(), counter.open()]).toEqual([1, 1]);
      counter.cut();
      await until(async () => expect(counter.open()).toBe(0));
      await deliver(5);
      expect([counter.made(), counter.open()]).toEqual([2, 1]);
      await updateDestination(systemContext('test'), id, {
        config: { ...configOf(counter.port), subject: 'changed' },
      });
      await deliver(5);
      await until(async () => expect([counter.made(), counter.open()]).toEqual([3, 1]));
      await updateDestination(systemContext('test'), id, { enabled: false });
      loop.wake();
      await until(async () => expect(counter.open()).toBe(0));
      await updateDestination(systemContext('test'), id, { enabled: true });
      await deliver(1);
      expect(counter.open()).toBe(1);
    } finally {
      await loop.stop();
    }
    await until(async () => expect(counter.open()).toBe(0));
  });

  it('is one of its own for a test send', async () => {
    await using counter = await startCounter();
    const { id } = await storeDestination({ kind: 'nats', config: configOf(counter.port) });
    const result = await testDestination(systemContext('test'), id);
    expect(result).toMatchObject({ result: 'delivered', response: 'taken', request: { method: 'PUB' } });
    expect(JSON.stringify(result)).not.toContain(NATS_PASSWORD);
    expect(counter.made()).toBe(1);
    await until(async () => expect(counter.open()).toBe(0));
  });
});
