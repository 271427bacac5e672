import type { LookupAddress } from 'node:dns';
import type { AddressInfo } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { parseAllowList } from '#lib/platform/address.ts';
import { type DialOptions, type DialResult, dial } from '#lib/platform/dial.ts';
import { assertOutboundHost, type Resolve } from '#lib/platform/outbound-guard.ts';
import { makeCertificate } from '#tests/support/certificate.ts';
import { startRawPeer } from '#tests/support/peer-raw.ts';

const nothing = parseAllowList('');
const always =
  (...addresses: string[]): Resolve =>
  async () =>
    addresses.map((address): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 }));

const call = async (options: Partial<DialOptions>): Promise<DialResult> => {
  const result = await dial({
    host: 'broker.test',
    port: 5672,
    tls: null,
    allow: nothing,
    resolve: always('127.0.0.1'),
    timeoutMs: 1_000,
    ...options,
  });
  if (result.kind === 'connected') result.socket.destroy();
  return result;
};

describe('a dialled connection', () => {
  it('reaches what the operator names, on that port only', async () => {
    await using peer = await startRawPeer(() => undefined);
    const allow = parseAllowList(`broker.test:${peer.port}`);
    expect(await call({ port: peer.port, allow })).toMatchObject({ kind: 'connected' });
    expect(await call({ port: peer.port + 1, allow })).toMatchObject({ kind: 'blocked' });
    expect(await call({ host: '127.0.0.1', port: peer.port, allow: peer.allow })).toMatchObject({
      kind: 'connected',
    });
  });

  it('is checked each time it is made', async () => {
    await using peer = await startRawPeer(() => undefined);
    const answers = ['127.0.0.1', '169.254.169.254'];
    const resolve: Resolve = async () => [{ address: answers.shift() ?? '', family: 4 }];
    const allow = parseAllowList(`broker.test:${peer.port}`);
    expect(await call({ port: peer.port, allow, resolve })).toMatchObject({ kind: 'connected' });
    expect(await call({ port: peer.port, allow, resolve })).toMatchObject({
      kind: 'blocked',
      reason: 'broker.test resolves to 169.254.169.254, which is not a public address.',
    });
  });

  it('is refused when any one of the addresses is private', async () => {
    expect(await call({ tls: {}, resolve: always('93.184.215.14', '10.0.0.5') })).toEqual({
      kind: 'blocked',
      reason: 'broker.test resolves to 10.0.0.5, which is not a public address.',
    });
  });

  it('needs TLS for what nobody opened', async () => {
    const options = { allow: nothing, resolve: always('93.184.215.14') };
    expect(await call(options)).toEqual({
      kind: 'blocked',
      reason: 'Only connections with TLS can be made, unless OUTBOUND_ALLOW names broker.test:5672.',
    });
    const host = { host: 'broker.test', port: 5672 };
    await expect(
      assertOutboundHost({ ...host, secure: false }, nothing, options.resolve),
    ).rejects.toMatchObject({ code: 'invalid' });
    await expect(
      assertOutboundHost({ ...host, secure: true }, nothing, options.resolve),
    ).resolves.toBeUndefined();
  });

  it.each([
    'broker.test/x',
    'broker.test\\@127.0.0.1',
    'user@broker.test',
    'broker.test:80',
    'a b',
    '',
    '127.0.0.1%2e',
    'x#y',
    'fe80::1%lo',
  ])('refuses "%s" for no host', async (host) => {
    expect(await call({ host, tls: {} })).toEqual({
      kind: 'blocked',
      reason: 'This is not the name or the address of a host.',
    });
  });

  it('says what hinders it', async () => {
    const peer = await startRawPeer(() => undefined);
    await peer[Symbol.asyncDispose]();
    expect(await call({ host: '127.0.0.1', port: peer.port, allow: peer.allow })).toEqual({
      kind: 'unreachable',
      reason: 'The connection was refused.',
    });
    const resolve: Resolve = () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }));
    expect(await call({ tls: {}, resolve })).toEqual({
      kind: 'unreachable',
      reason: 'The name does not exist.',
    });
    const never: Resolve = () => new Promise(() => undefined);
    expect(await call({ tls: {}, resolve: never, timeoutMs: 50 })).toEqual({
      kind: 'timed_out',
      reason: 'No connection within 50 ms.',
    });
  });
});

describe('a dialled connection with TLS', () => {
  const listen = async (names: string) => {
    const made = await makeCertificate(names);
    const seen: string[] = [];
    const SNICallback = (name: string, done: (error: null) => void): void => {
      seen.push(name);
      done(null);
    };
    const server = createTlsServer({ ...made, SNICallback }, (socket) => socket.on('error', () => undefined));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return {
      ca: made.cert,
      port: (server.address() as AddressInfo).port,
      seen,
      [Symbol.asyncDispose]: () => new Promise<void>((done) => server.close(() => done())),
    };
  };

  it('names the host and trusts the given certificate alone', async () => {
    await using peer = await listen('DNS:broker.test');
    const options = { port: peer.port, allow: parseAllowList(`broker.test:${peer.port}`) };
    expect(await call({ ...options, tls: { ca: peer.ca } })).toMatchObject({ kind: 'connected' });
    expect(await call({ ...options, tls: {} })).toMatchObject({
      kind: 'unreachable',
      reason: expect.stringContaining('self-signed'),
    });
    expect(peer.seen).toEqual(['broker.test', 'broker.test']);
  });

  it('refuses a certificate of another name, and takes the one that is asked for', async () => {
    await using peer = await listen('DNS:elsewhere.test');
    const options = { port: peer.port, allow: parseAllowList(`broker.test:${peer.port}`) };
    expect(await call({ ...options, tls: { ca: peer.ca } })).toMatchObject({ kind: 'unreachable' });
    const tls = { ca: peer.ca, servername: 'elsewhere.test' };
    expect(await call({ ...options, tls })).toMatchObject({ kind: 'connected' });
  });

  it('compares an address with the certificate', async () => {
    await using peer = await listen('IP:127.0.0.1');
    const options = { host: '127.0.0.1', port: peer.port, allow: parseAllowList('127.0.0.1/32') };
    expect(await call({ ...options, tls: { ca: peer.ca } })).toMatchObject({ kind: 'connected' });
    await using other = await listen('DNS:broker.test');
    expect(await call({ ...options, port: other.port, tls: { ca: other.ca } })).toMatchObject({
      kind: 'unreachable',
    });
  });

  it('gives up on a peer that never answers the handshake, and lets it go', async () => {
    let closed = false;
    await using peer = await startRawPeer((socket) =>
      socket.once('close', () => {
        closed = true;
      }),
    );
    expect(
      await call({ host: '127.0.0.1', port: peer.port, allow: peer.allow, tls: {}, timeoutMs: 100 }),
    ).toMatchObject({ kind: 'timed_out' });
    await expect.poll(() => closed).toBe(true);
  });

  it('says that the other side speaks none', async () => {
    await using peer = await startRawPeer((socket) => socket.end('220 mail.test ESMTP\r\n'));
    expect(await call({ host: '127.0.0.1', port: peer.port, allow: peer.allow, tls: {} })).toMatchObject({
      kind: 'unreachable',
      reason: expect.stringContaining('TLS could not be agreed on'),
    });
  });
});
