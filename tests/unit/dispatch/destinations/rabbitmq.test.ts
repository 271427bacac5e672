import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeLinkSlot } from '#lib/dispatch/link-slot.ts';
import {
  describeDestination,
  ENVELOPE,
  type KindPeer,
  MESSAGE,
  NOW,
  sendTo,
  testIo,
} from '#tests/support/destination-suite.ts';
import {
  RABBIT_PASSWORD,
  RABBIT_USER,
  type RabbitPeer,
  startRabbitPeer,
} from '#tests/support/peer-rabbitmq.ts';
import { startRawPeer } from '#tests/support/peer-raw.ts';

let broker: RabbitPeer;
beforeAll(async () => {
  broker = await startRabbitPeer();
}, 90_000);
afterAll(() => broker?.[Symbol.asyncDispose]());

const configAt = ({ host, port }: { host: string; port: number }) => ({
  host,
  port,
  tls: false,
  username: RABBIT_USER,
  password: RABBIT_PASSWORD,
  routing_key: 'orders',
});

/** A queue of its own, or the name of one that is not there. */
async function startQueue(exists: boolean): Promise<KindPeer> {
  const queue = `q-${randomUUID()}`;
  if (exists) await broker.channel.assertQueue(queue);
  return {
    config: { ...configAt({ host: '127.0.0.1', port: broker.port }), routing_key: queue },
    allow: broker.allow,
    taken: async () => (exists ? (await broker.channel.checkQueue(queue)).messageCount : 0),
    [Symbol.asyncDispose]: async () => {
      if (exists) await broker.channel.deleteQueue(queue);
    },
  };
}

/** The head of a frame that announces more than ever comes. */
function drip(socket: Socket): void {
  socket.write(Buffer.from([1, 0, 0, 0, 0, 4, 0, 0, 10, 0, 10]));
  const timer = setInterval(() => socket.write('.'), 20);
  socket.on('close', () => clearInterval(timer));
}

describeDestination({
  kind: 'rabbitmq',
  configAt,
  secrets: [RABBIT_PASSWORD],
  accepting: () => startQueue(true),
  refusing: () => startQueue(false),
  verbose: () => startQueue(false),
  drip,
});

const open = { host: '127.0.0.1', tls: false, username: RABBIT_USER, password: RABBIT_PASSWORD };
const at = () => ({ ...open, port: broker.port });
const send = (config: object, timeoutMs?: number) =>
  sendTo('rabbitmq', config, testIo(broker.allow, timeoutMs));

describe('rabbitmq', () => {
  it('publishes what a consumer needs, and persistently', async () => {
    const [exchange, queue] = [`x-${randomUUID()}`, `q-${randomUUID()}`];
    await broker.channel.assertExchange(exchange, 'topic');
    await broker.channel.assertQueue(queue);
    await broker.channel.bindQueue(queue, exchange, 'shop.high.*');
    const config = {
      ...at(),
      exchange,
      routing_key: '{{event.category}}.{{event.severity}}.{{event.session_id}}',
    };
    expect(await send(config)).toMatchObject({ result: 'delivered', response: 'confirmed' });
    const message = await broker.channel.get(queue, { noAck: true });
    if (!message) throw new Error('The queue is empty.');
    expect(JSON.parse(message.content.toString('utf8'))).toEqual(ENVELOPE);
    expect(message.fields.routingKey).toBe('shop.high.s1');
    expect(message.properties).toMatchObject({
      messageId: MESSAGE.id,
      contentType: 'application/json; charset=utf-8',
      deliveryMode: 2,
      appId: 'the-eye',
      timestamp: NOW.getTime(),
      headers: { 'delivery-id': MESSAGE.id, 'delivery-attempt': '1', 'event-id': MESSAGE.event.id },
    });
  });

  it('calls it a refusal when no queue takes the message', async () => {
    expect(await send({ ...at(), routing_key: 'nowhere' })).toMatchObject({
      result: 'refused',
      error: 'No queue takes the message: 312 NO_ROUTE.',
    });
  });

  it('calls an exchange that does not exist a refusal, in the words of the broker', async () => {
    expect(await send({ ...at(), exchange: 'missing' })).toMatchObject({
      result: 'refused',
      response: '404',
      error: expect.stringContaining("no exchange 'missing' in vhost '/'"),
    });
  });

  it('calls wrong credentials and an unknown virtual host refusals', async () => {
    const outcome = await send({ ...at(), password: 'wrong-password' });
    expect(outcome).toMatchObject({ result: 'refused', error: expect.stringContaining('ACCESS_REFUSED') });
    expect(JSON.stringify(outcome)).not.toContain('wrong-password');
    expect(await send({ ...at(), vhost: 'elsewhere' })).toMatchObject({
      result: 'refused',
      error: 'The broker refused to open the virtual host.',
    });
  });

  it('refuses a message that the queue has no room for', async () => {
    const queue = `q-${randomUUID()}`;
    await broker.channel.assertQueue(queue, { maxLength: 1, arguments: { 'x-overflow': 'reject-publish' } });
    const config = { ...at(), routing_key: queue };
    expect(await send(config)).toMatchObject({ result: 'delivered' });
    expect(await send(config)).toMatchObject({ result: 'refused', error: expect.stringContaining('nack') });
  });

  it('speaks TLS with the certificate of the host alone', async () => {
    const queue = `q-${randomUUID()}`;
    await broker.channel.assertQueue(queue);
    const config = { ...open, tls: true, port: broker.tlsPort, ca: broker.ca, routing_key: queue };
    expect(await send(config)).toMatchObject({ result: 'delivered' });
    const { ca: _ca, ...untrusted } = config;
    expect(await send(untrusted)).toMatchObject({
      result: 'unreachable',
      error: expect.stringContaining('certificate'),
    });
  });

  it('refuses a routing key that AMQP cannot carry', async () => {
    const config = { ...at(), routing_key: 'é'.repeat(200) };
    expect(await send(config)).toMatchObject({
      result: 'refused',
      error: expect.stringContaining('255 bytes'),
    });
  });

  it('shares one connection among deliveries of the same time, and opens another when it was cut', async () => {
    const queue = `q-${randomUUID()}`;
    await broker.channel.assertQueue(queue);
    const slot = makeLinkSlot();
    const config = { ...at(), routing_key: queue };
    const io = testIo(broker.allow, 20_000);
    let sockets = 0;
    const counting = {
      ...io,
      socketOptions: (call: Parameters<typeof io.socketOptions>[0]) => {
        sockets += 1;
        return io.socketOptions(call);
      },
    };
    const many = Array.from({ length: 20 }, () =>
      sendTo('rabbitmq', config, counting, { ...MESSAGE, id: randomUUID() }, slot),
    );
    for (const outcome of await Promise.all(many)) expect(outcome).toMatchObject({ result: 'delivered' });
    expect(sockets).toBe(1);
    await sendTo('rabbitmq', { ...config, exchange: 'missing' }, counting, MESSAGE, slot);
    expect(await sendTo('rabbitmq', config, counting, MESSAGE, slot)).toMatchObject({ result: 'delivered' });
    expect(sockets).toBe(2);
    await slot.close();
  });

  it('gives up on a broker that pours', async () => {
    await using peer = await startRawPeer((socket) => {
      const chunk = Buffer.alloc(65_536, 1);
      const pour = (): void => {
        while (!socket.destroyed && socket.write(chunk));
      };
      socket.on('drain', pour);
      pour();
    });
    const outcome = await sendTo(
      'rabbitmq',
      configAt({ host: '127.0.0.1', port: peer.port }),
      testIo(peer.allow),
    );
    // On a slow machine less comes in a while than is too much: then the time limit ends it.
    expect(['unreachable', 'timed_out']).toContain(outcome.result);
  });
});
