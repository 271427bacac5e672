import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeLinkSlot } from '#lib/dispatch/link-slot.ts';
import {
  describeDestination,
  ENVELOPE,
  type KindPeer,
  MESSAGE,
  sendTo,
  testIo,
} from '#tests/support/destination-suite.ts';
import {
  addStream,
  countStream,
  firstInStream,
  NATS_PASSWORD,
  NATS_USER,
  type NatsPeer,
  startNatsPeer,
} from '#tests/support/peer-nats.ts';
import { startRawPeer } from '#tests/support/peer-raw.ts';

let server: NatsPeer;
beforeAll(async () => {
  server = await startNatsPeer();
}, 60_000);
afterAll(() => server?.[Symbol.asyncDispose]());

const name = (): string => `S${randomUUID().replaceAll('-', '')}`;
const login = { type: 'password', username: NATS_USER, password: NATS_PASSWORD };
const configAt = ({ host, port }: { host: string; port: number }) => ({
  host,
  port,
  tls: false,
  login,
  subject: 'events',
});

async function startStream(settings: object = {}): Promise<KindPeer & { stream: string }> {
  const stream = name();
  await addStream(server.admin, stream, { subjects: [`${stream}.>`], storage: 'memory', ...settings });
  return {
    stream,
    config: {
      ...configAt({ host: '127.0.0.1', port: server.port }),
      subject: `${stream}.{{event.category}}`,
    },
    allow: server.allow,
    taken: () => countStream(server.admin, stream),
    [Symbol.asyncDispose]: async () => {
      await server.admin.request(`$JS.API.STREAM.DELETE.${stream}`);
    },
  };
}

/** Answers on a subject as a stream would, with far more words. */
async function startTalker(): Promise<KindPeer> {
  const subject = name();
  const subscription = server.admin.subscribe(subject, {
    callback: (_error, message) =>
      void message.respond(JSON.stringify({ error: { code: 500, description: 'é'.repeat(400_000) } })),
  });
  await server.admin.flush();
  return {
    config: { ...configAt({ host: '127.0.0.1', port: server.port }), subject },
    allow: server.allow,
    taken: () => 0,
    [Symbol.asyncDispose]: async () => subscription.unsubscribe(),
  };
}

function drip(socket: Socket): void {
  socket.write('INFO {');
  const timer = setInterval(() => socket.write(' '), 20);
  socket.on('close', () => clearInterval(timer));
}

describeDestination({
  kind: 'nats',
  configAt,
  secrets: [NATS_PASSWORD],
  accepting: () => startStream(),
  refusing: () => startStream({ max_msg_size: 10 }),
  verbose: startTalker,
  serverFirst: true,
  drip,
});

const at = () => configAt({ host: '127.0.0.1', port: server.port });
const send = (config: object, timeoutMs?: number) => sendTo('nats', config, testIo(server.allow, timeoutMs));

describe('nats', () => {
  it('stores what a consumer needs', async () => {
    await using peer = await startStream();
    expect(await sendTo('nats', peer.config, testIo(server.allow))).toMatchObject({
      result: 'delivered',
      response: expect.stringContaining(peer.stream),
    });
    const { data, headers } = await firstInStream(server.admin, peer.stream);
    expect(JSON.parse(data)).toEqual(ENVELOPE);
    expect(headers).toMatch(new RegExp(`nats-msg-id: ${MESSAGE.id}`, 'i'));
    expect(headers).toMatch(/delivery-attempt: 1/i);
  });

  it('stores a repeat once', async () => {
    await using peer = await startStream();
    for (const attempt of [1, 2]) {
      const outcome = await sendTo('nats', peer.config, testIo(server.allow), { ...MESSAGE, attempt });
      expect(outcome.result).toBe('delivered');
    }
    expect(await peer.taken()).toBe(1);
  });

  it('calls it a refusal when no stream takes the subject', async () => {
    expect(await send({ ...at(), subject: 'nobody.listens' })).toMatchObject({
      result: 'refused',
      error: 'No stream takes the subject.',
    });
  });

  it('does not take an answer of somebody else for a stream', async () => {
    const subject = name();
    const echo = server.admin.subscribe(subject, {
      callback: (_error, message) => void message.respond('ok'),
    });
    await server.admin.flush();
    expect(await send({ ...at(), subject })).toMatchObject({
      result: 'refused',
      error: 'What answered on the subject is not a stream.',
    });
    echo.unsubscribe();
  });

  it('tells the server alone where no stream is asked for', async () => {
    const subject = name();
    const heard = new Promise<string>((done) => {
      server.admin.subscribe(subject, { max: 1, callback: (_error, message) => done(message.string()) });
    });
    await server.admin.flush();
    expect(await send({ ...at(), subject, mode: 'core' })).toMatchObject({ result: 'delivered' });
    expect(JSON.parse(await heard)).toEqual(ENVELOPE);
  });

  it.each(['core', 'jetstream'])(
    'calls a subject that the user may not publish to a refusal (%s)',
    async (mode) => {
      expect(await send({ ...at(), subject: 'forbidden.x', mode })).toMatchObject({
        result: 'refused',
        error: expect.stringMatching(/permissions violation/i),
      });
    },
  );

  it('calls wrong credentials a refusal', async () => {
    const wrong = { ...login, password: 'wrong-password' };
    expect(await send({ ...at(), login: wrong })).toMatchObject({
      result: 'refused',
      error: expect.stringMatching(/authorization violation/i),
    });
  });

  it('signs in with an NKey', async () => {
    const config = { ...at(), login: { type: 'nkey', seed: server.seed }, mode: 'core' };
    expect(await send(config)).toMatchObject({ result: 'delivered' });
  });

  it('calls a message that is too large a refusal', async () => {
    const message = { ...MESSAGE, event: { ...MESSAGE.event, data: 'x'.repeat(1_100_000) } };
    expect(await sendTo('nats', { ...at(), mode: 'core' }, testIo(server.allow), message)).toMatchObject({
      result: 'refused',
      error: expect.stringContaining('max_payload'),
    });
  });

  it('speaks TLS with the certificate of the host alone', async () => {
    const config = { ...at(), port: server.tlsPort, tls: true, mode: 'core' };
    expect(await send({ ...config, ca: server.ca })).toMatchObject({ result: 'delivered' });
    expect(await send(config)).toMatchObject({
      result: 'unreachable',
      error: expect.stringContaining('certificate'),
    });
    expect(await send({ ...config, tls: false })).toMatchObject({
      result: 'unreachable',
      error: expect.stringContaining('wants TLS'),
    });
  });

  it('tells no secret to a server that has no TLS', async () => {
    let told = '';
    await using peer = await startRawPeer(
      (socket) => {
        socket.on('data', (chunk) => {
          told += chunk.toString();
        });
        socket.write(
          'INFO {"server_id":"x","version":"2.9.0","proto":1,"max_payload":1000,"headers":true}\r\n',
        );
      },
      { at: 'connect' },
    );
    const config = { ...configAt({ host: '127.0.0.1', port: peer.port }), tls: true };
    const outcome = await sendTo('nats', config, testIo(peer.allow, 1_000));
    expect(outcome).toMatchObject({ result: 'unreachable', error: expect.stringContaining('tls') });
    expect(told).toBe('');
  });

  it('lets nothing of an event become a level or a wildcard of the subject', async () => {
    await using peer = await startStream();
    const message = { ...MESSAGE, event: { ...MESSAGE.event, category: 'a.b *>\nPUB x' } };
    const { request } = await sendTo('nats', peer.config, testIo(server.allow), message);
    expect(decodeURIComponent(new URL(request.url).pathname)).toBe(`/${peer.stream}.a_b_PUB_x`);
    expect(await peer.taken()).toBe(1);
  });

  it('does not go where the server says that its cluster is', async () => {
    let isDialled = false;
    await using other = await startRawPeer(
      () => {
        isDialled = true;
      },
      { at: 'connect' },
    );
    await using peer = await startRawPeer(
      (socket) => {
        const info = { server_id: 'x', version: '2.9.0', proto: 1, headers: true, max_payload: 100_000 };
        const told = { ...info, connect_urls: [`127.0.0.1:${other.port}`] };
        socket.write(`INFO ${JSON.stringify(told)}\r\n`);
        socket.on('data', () => socket.end('PONG\r\n'));
      },
      { at: 'connect' },
    );
    const config = configAt({ host: '127.0.0.1', port: peer.port });
    const allow = [...peer.allow, ...other.allow];
    expect(await sendTo('nats', config, testIo(allow, 1_500))).toMatchObject({ result: 'unreachable' });
    expect(isDialled).toBe(false);
  });

  it('shares one connection among deliveries of the same time', async () => {
    await using peer = await startStream();
    const slot = makeLinkSlot();
    const io = testIo(server.allow, 20_000);
    let sockets = 0;
    const counting = {
      ...io,
      openSocket: (call: Parameters<typeof io.openSocket>[0]) => {
        sockets += 1;
        return io.openSocket(call);
      },
    };
    const many = Array.from({ length: 20 }, () =>
      sendTo('nats', peer.config, counting, { ...MESSAGE, id: randomUUID() }, slot),
    );
    for (const outcome of await Promise.all(many)) expect(outcome.result).toBe('delivered');
    expect([sockets, await peer.taken()]).toEqual([1, 20]);
    await slot.close();
  });
});
