import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeLinkSlot } from '#lib/dispatch/link-slot.ts';
import { parseAllowList } from '#lib/platform/address.ts';
import {
  describeDestination,
  ENVELOPE,
  type KindPeer,
  MESSAGE,
  sendTo,
  testIo,
} from '#tests/support/destination-suite.ts';
import { type KafkaPeer, startKafkaPeer, startRefusingKafka } from '#tests/support/peer-kafka.ts';
import { startRawPeer } from '#tests/support/peer-raw.ts';

let cluster: KafkaPeer;
let single: KafkaPeer;
beforeAll(async () => {
  cluster = await startKafkaPeer(3);
  single = await startKafkaPeer(1);
}, 60_000);
afterAll(async () => {
  await cluster?.[Symbol.asyncDispose]();
  await single?.[Symbol.asyncDispose]();
});

const SECRET = 'kafka-top-secret';
const configOf = (brokers: string[], topic: string) => ({ brokers, tls: false, topic });

async function startTopic(): Promise<KindPeer & { topic: string }> {
  const topic = `t-${randomUUID()}`;
  return {
    topic,
    config: configOf(cluster.brokers, topic),
    allow: cluster.allow,
    taken: async () => (await cluster.read(topic)).length,
    [Symbol.asyncDispose]: async () => undefined,
  };
}

async function startRefusing(): Promise<KindPeer> {
  const topic = `t-${randomUUID()}`;
  const proxy = await startRefusingKafka(single);
  return {
    config: configOf([proxy.broker], topic),
    allow: parseAllowList(proxy.broker),
    taken: async () => (await single.read(topic)).length,
    [Symbol.asyncDispose]: () => proxy[Symbol.asyncDispose](),
  };
}

/** Announces an answer of 4 KiB that never comes to its end. */
function drip(socket: Socket): void {
  socket.write(Buffer.from([0, 0, 16, 0]));
  const timer = setInterval(() => socket.write('.'), 20);
  socket.on('close', () => clearInterval(timer));
}

describeDestination({
  kind: 'kafka',
  configAt: ({ host, port }) => ({
    ...configOf([`${host}:${port}`], 'orders'),
    login: { type: 'plain', username: 'eye', password: SECRET },
  }),
  secrets: [SECRET],
  accepting: startTopic,
  refusing: startRefusing,
  // Brokers have no words, only codes and places.
  verbose: startTopic,
  drip,
});

const send = (config: object, timeoutMs?: number) =>
  sendTo('kafka', config, testIo(cluster.allow, timeoutMs));

describe('kafka', () => {
  it('stores what a consumer needs', async () => {
    await using peer = await startTopic();
    const outcome = await send(peer.config as object);
    expect(outcome).toMatchObject({ result: 'delivered', response: expect.stringMatching(/^t-.*-\d+@0$/) });
    const [record, ...more] = await cluster.read(peer.topic);
    expect(more).toEqual([]);
    expect(record?.key).toBe('s1');
    expect(JSON.parse(record?.payload ?? '')).toEqual(ENVELOPE);
    expect(record?.headers).toEqual(
      expect.arrayContaining(['delivery-id', MESSAGE.id, 'delivery-attempt', '1']),
    );
  });

  it('keeps what has one key in one partition, and spreads what has none', async () => {
    await using peer = await startTopic();
    const slot = makeLinkSlot();
    const keyed = Array.from({ length: 8 }, () =>
      sendTo('kafka', peer.config, testIo(cluster.allow), MESSAGE, slot),
    );
    expect((await Promise.all(keyed)).every(({ result }) => result === 'delivered')).toBe(true);
    const partitions = new Set((await cluster.read(peer.topic)).map(({ partition }) => partition));
    expect(partitions.size).toBe(1);
    await using other = await startTopic();
    const config = { ...(other.config as object), key: '' };
    for (let i = 0; i < 12; i += 1)
      await sendTo('kafka', config, testIo(cluster.allow), { ...MESSAGE, id: randomUUID() }, slot);
    const records = await cluster.read(other.topic);
    expect(records.every(({ key }) => key === null)).toBe(true);
    await slot.close();
  });

  it('says which rule of the broker was broken', async () => {
    await using peer = await startRefusing();
    expect(await sendTo('kafka', peer.config, testIo(peer.allow))).toMatchObject({
      result: 'refused',
      error: expect.stringContaining('MESSAGE_TOO_LARGE'),
    });
  });

  it('checks every broker that the cluster names', async () => {
    await using peer = await startTopic();
    const keys = Array.from({ length: 12 }, (_unused, index) => `key ${index}`);
    let [blocked, delivered] = [0, 0];
    // Whichever leads the partition, only one is open at a time: the others are named by the cluster.
    for (const broker of cluster.brokers) {
      const open = testIo(parseAllowList(broker));
      const config = { ...configOf([broker], peer.topic) };
      for (const { result, error } of await Promise.all(
        keys.map((key) => sendTo('kafka', { ...config, key }, open)),
      )) {
        if (result === 'delivered') delivered += 1;
        else {
          expect([result, error]).toEqual(['unreachable', expect.stringContaining('not a public address')]);
          blocked += 1;
        }
      }
    }
    expect(blocked).toBe(keys.length * (cluster.brokers.length - 1));
    expect(await peer.taken()).toBe(delivered);
  });

  it('tries the next broker when the first is away', async () => {
    await using peer = await startTopic();
    const config = configOf(['127.0.0.1:1', ...cluster.brokers], peer.topic);
    const allow = [...cluster.allow, ...parseAllowList('127.0.0.1:1')];
    for (let i = 0; i < 4; i += 1)
      expect(await sendTo('kafka', config, testIo(allow))).toMatchObject({ result: 'delivered' });
  });

  it.each([
    ['a size below zero', [255, 255, 255, 255, 0, 0]],
    ['a size of nothing', [0, 0, 0, 0, 0, 0, 0, 0]],
    ['a size of two gigabytes', [127, 255, 255, 255, 1, 2, 3]],
    ['an answer to another question', [0, 0, 0, 8, 0, 0, 9, 9, 0, 0, 0, 0]],
    ['an answer cut short', [0, 0, 0, 5, 0, 0, 0, 0, 1]],
  ])('survives %s', async (_what, bytes) => {
    await using peer = await startRawPeer((socket) => socket.write(Buffer.from(bytes)));
    const config = configOf([`127.0.0.1:${peer.port}`], 'orders');
    const outcome = await sendTo('kafka', config, testIo(peer.allow, 500));
    expect(outcome.result).toMatch(/^(unreachable|timed_out)$/);
  });

  it('gives up on a broker that pours', async () => {
    let poured = 0;
    await using peer = await startRawPeer((socket) => {
      const chunk = Buffer.alloc(65_536, 0);
      socket.write(Buffer.from([0, 255, 255, 255]));
      const pour = (): void => {
        do poured += chunk.length;
        while (!socket.destroyed && socket.write(chunk));
      };
      socket.on('drain', pour);
      pour();
    });
    const config = configOf([`127.0.0.1:${peer.port}`], 'orders');
    const { result } = await sendTo('kafka', config, testIo(peer.allow));
    // On a slow machine less comes in a while than is too much: then the time limit ends it.
    expect(['unreachable', 'timed_out']).toContain(result);
    expect(poured).toBeLessThan(200_000_000);
  });

  it('leaves nothing open behind', async () => {
    await using peer = await startTopic();
    const io = testIo(cluster.allow);
    const sockets: Socket[] = [];
    const watching = {
      ...io,
      openSocket: (call: Parameters<typeof io.openSocket>[0]) => {
        const socket = io.openSocket(call);
        sockets.push(socket);
        return socket;
      },
    };
    expect(await sendTo('kafka', peer.config, watching)).toMatchObject({ result: 'delivered' });
    expect(sockets.length).toBeGreaterThan(0);
    await expect.poll(() => sockets.every((socket) => socket.destroyed)).toBe(true);
  });
});
