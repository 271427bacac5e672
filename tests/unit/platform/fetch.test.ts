import { describe, expect, it } from 'vitest';
import { outboundFetch } from '#lib/platform/fetch.ts';
import { startHttpPeer } from '#tests/support/peer-http.ts';
import { startRawPeer } from '#tests/support/peer-raw.ts';

const post = { method: 'POST', body: '{}', timeoutMs: 2_000 } as const;

describe('outbound calls', () => {
  it('send method, headers and body, and bring back status, headers and body', async () => {
    await using peer = await startHttpPeer((_call, response) => {
      response.writeHead(201, { 'x-kind': 'sink' }).end('stored');
    });
    const result = await outboundFetch(`${peer.origin}/in?x=1`, {
      ...post,
      headers: { 'x-a': 'b' },
      allow: peer.allow,
    });
    expect(result).toMatchObject({ kind: 'answered', status: 201, body: 'stored', truncated: false });
    expect(result.kind === 'answered' && result.headers['x-kind']).toBe('sink');
    expect(peer.calls).toHaveLength(1);
    expect(peer.calls[0]).toMatchObject({ method: 'POST', path: '/in?x=1', body: '{}' });
    expect(peer.calls[0]?.headers['x-a']).toBe('b');
  });

  it('reuse connections', async () => {
    await using peer = await startHttpPeer();
    for (let i = 0; i < 20; i += 1) await outboundFetch(peer.origin, { ...post, allow: peer.allow });
    expect(peer.calls).toHaveLength(20);
    expect(peer.connections()).toBeLessThanOrEqual(2);
  });

  it('do not follow a redirect', async () => {
    await using inner = await startHttpPeer();
    await using peer = await startHttpPeer((_call, response) => {
      response.writeHead(307, { location: inner.origin }).end();
    });
    const result = await outboundFetch(peer.origin, { ...post, allow: [...peer.allow, ...inner.allow] });
    expect(result).toMatchObject({ kind: 'answered', status: 307 });
    expect(inner.calls).toHaveLength(0);
  });

  it('stop reading a huge answer', async () => {
    let sentBytes = 0;
    await using peer = await startHttpPeer((_call, response) => {
      const chunk = Buffer.alloc(64 * 1024, 'x');
      const pour = (): void => {
        if (response.destroyed || sentBytes > 200_000_000) return;
        sentBytes += chunk.length;
        if (response.write(chunk)) setImmediate(pour);
        else response.once('drain', pour);
      };
      pour();
    });
    const result = await outboundFetch(peer.origin, { ...post, allow: peer.allow, maxResponseBytes: 20_000 });
    expect(result).toMatchObject({ kind: 'answered', status: 200, truncated: true });
    expect(result.kind === 'answered' && result.body).toHaveLength(20_000);
    expect(sentBytes).toBeLessThan(50_000_000);
  });

  it('say in plain words that the other side speaks no TLS', async () => {
    await using peer = await startHttpPeer();
    const origin = peer.origin.replace('http:', 'https:');
    const result = await outboundFetch(origin, { ...post, allow: peer.allow });
    expect(result).toEqual({
      kind: 'unreachable',
      reason: 'TLS could not be agreed on: wrong version number.',
    });
  });

  it('give up on a peer that says nothing', async () => {
    await using peer = await startHttpPeer(() => {});
    const result = await outboundFetch(peer.origin, { ...post, timeoutMs: 150, allow: peer.allow });
    expect(result).toEqual({ kind: 'timed_out', reason: 'No complete answer within 150 ms.' });
  });

  it('give up on an answer that drips', async () => {
    await using peer = await startHttpPeer((_call, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(drip));
    });
    const result = await outboundFetch(peer.origin, { ...post, timeoutMs: 200, allow: peer.allow });
    expect(result.kind).toBe('timed_out');
  });

  it('name what is not HTTP', async () => {
    await using peer = await startRawPeer((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n\r\n'));
    const result = await outboundFetch(peer.origin, { ...post, allow: peer.allow });
    expect(result.kind).toBe('unreachable');
    expect(result.kind === 'unreachable' && result.reason).toContain('not HTTP');
  });

  it.each([
    ['before the answer', (): string => ''],
    ['inside the headers', (): string => 'HTTP/1.1 200 OK\r\nContent-Le'],
    ['inside the body', (): string => 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'],
  ])('name a connection cut %s', async (_where, text) => {
    await using peer = await startRawPeer((socket) => socket.write(text(), () => socket.resetAndDestroy()));
    const result = await outboundFetch(peer.origin, { ...post, allow: peer.allow });
    expect(result).toMatchObject({ kind: 'unreachable', reason: expect.stringContaining('cut') });
  });

  it('name a closed port', async () => {
    const peer = await startHttpPeer();
    await peer[Symbol.asyncDispose]();
    const result = await outboundFetch(peer.origin, { ...post, allow: peer.allow });
    expect(result).toEqual({ kind: 'unreachable', reason: 'The connection was refused.' });
  });

  it('refuse headers that grow without end', async () => {
    await using peer = await startRawPeer((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\n${`x-filler: ${'y'.repeat(1000)}\r\n`.repeat(64)}\r\n`);
    });
    const result = await outboundFetch(peer.origin, { ...post, allow: peer.allow });
    expect(result).toMatchObject({ kind: 'unreachable', reason: 'The headers of the answer are too large.' });
  });
});
