import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { GET as listEvents, OPTIONS, POST } from '#app/api/v1/events/route.ts';
import { pool } from '#lib/platform/db.ts';
import { forgetSingleton } from '#lib/platform/singleton.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makeClient, type TestClient } from '#tests/support/make-client.ts';
import { openRaw, type RawAnswer, sendRaw } from '#tests/support/raw-http.ts';
import { type Served, serveRoutes } from '#tests/support/serve-routes.ts';

useTestDatabase();
const ROUTES = {
  'POST /api/v1/events': POST,
  'OPTIONS /api/v1/events': OPTIONS,
  'GET /api/v1/events': listEvents,
};
const HURRIED = { headersTimeout: 400, requestTimeout: 600, connectionsCheckingInterval: 50 };

let client: TestClient;
let served: Served;
let hurried: Served;
beforeAll(async () => {
  client = await makeClient();
  // The same bytes go to either server, whatever its port.
  vi.stubEnv('ALLOWED_HOSTS', 'localhost');
  forgetSingleton('env');
  served = await serveRoutes(ROUTES, { fastLane: true });
  hurried = await serveRoutes(ROUTES, { fastLane: true, server: HURRIED });
});
afterAll(async () => {
  await served[Symbol.asyncDispose]();
  await hurried[Symbol.asyncDispose]();
});

const EVENT = '{"name":"x"}';
type Parts = {
  method?: string;
  target?: string;
  version?: string;
  /** Null leaves a header out. */
  headers?: Record<string, string | null>;
  body?: string;
};
function http({ method = 'POST', target = '/api/v1/events', version = '1.1', ...more }: Parts = {}): string {
  const { headers = {}, body = EVENT } = more;
  const all = {
    host: 'localhost',
    authorization: `Bearer ${client.token}`,
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
    ...headers,
  };
  const lines = Object.entries(all).flatMap(([name, value]) =>
    value === null ? [] : [`${name}: ${value}\r\n`],
  );
  return `${method} ${target} HTTP/${version}\r\n${lines.join('')}\r\n${body}`;
}
const CHUNKED = { 'content-length': null, 'transfer-encoding': 'chunked' };

/** A problem like any other, with a request id, and the connection closed behind it. */
function expectProblem(answer: RawAnswer, status: number): Record<string, unknown> {
  expect(answer.status).toBe(status);
  expect(answer.closed).toBe(true);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.headers.get('connection')).toBe('close');
  const chunked = answer.headers.get('transfer-encoding') === 'chunked';
  const text = chunked
    ? answer.text.slice(answer.text.indexOf('{'), answer.text.lastIndexOf('}') + 1)
    : answer.text;
  const problem = JSON.parse(text) as Record<string, unknown>;
  const requestId = answer.headers.get('x-request-id');
  expect(requestId).toMatch(/^[\w.:-]{8,64}$/);
  expect(problem).toMatchObject({ type: 'about:blank', status, title: expect.any(String), requestId });
  return problem;
}

describe('400', () => {
  it.each<[string, string | Uint8Array]>([
    ['words', 'hello world\r\n\r\n'],
    ['the beginning of TLS', Uint8Array.of(0x16, 3, 1, 0, 200, 1, 0, 0)],
    ['HTTP/2 without an agreement', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['a method that nobody knows', 'BREW /pot HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['white space before a colon', 'GET / HTTP/1.1\r\nHost : x\r\n\r\n'],
    ['a folded header', 'GET / HTTP/1.1\r\nHost: x\r\nX-A: b\r\n c\r\n\r\n'],
    ['lines that end in LF alone', 'GET / HTTP/1.1\nHost: x\n\n'],
    ['a header with U+0000', 'GET / HTTP/1.1\r\nHost: x\r\nX-A: b\0c\r\n\r\n'],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd'],
    ['a length that is none', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n'],
  ])('is said as a problem to %s', async (_what, bytes) => {
    expect(expectProblem(await sendRaw(served.origin, bytes), 400).detail).toBe('This is no HTTP request.');
  });

  it('is said to a body with both a length and chunks, and nothing of it is taken', async () => {
    const name = 'smuggled';
    const body = `0\r\n\r\n${http({ body: JSON.stringify({ name }) })}`;
    expectProblem(
      await sendRaw(served.origin, http({ headers: { 'transfer-encoding': 'chunked' }, body })),
      400,
    );
    expect((await pool().query('SELECT 1 FROM events WHERE name = $1', [name])).rowCount).toBe(0);
  });

  it('is said in mid-body when the chunks turn into rubbish, under the id of the request', async () => {
    const headers = { ...CHUNKED, 'x-request-id': 'my-request-7' };
    const answer = await sendRaw(served.origin, http({ headers, body: '5\r\n{"nam\r\nzz\r\n' }));
    expect(expectProblem(answer, 400).requestId).toBe('my-request-7');
  });

  it.each<[string, Parts]>([
    ['no host', { headers: { host: null } }],
    ['a host that is none', { headers: { host: 'a b' } }],
    ['two hosts', { headers: { host: 'one.example\r\nHost: other.example' } }],
    [
      'a transfer coding besides chunked',
      { headers: { ...CHUNKED, 'transfer-encoding': 'gzip, chunked' }, body: '0\r\n\r\n' },
    ],
    ['a whole address as its target', { target: 'http://localhost/api/v1/events' }],
    ['two slashes in front', { target: '//api/v1/events' }],
  ])('is said to a request with %s', async (_what, parts) => {
    expectProblem(await sendRaw(served.origin, http(parts)), 400);
  });
});

describe('405', () => {
  it.each(['CONNECT', 'TRACE'])('is said to %s, with what is taken', async (method) => {
    const answer = await sendRaw(
      served.origin,
      http({ method, headers: { 'content-length': null }, body: '' }),
    );
    expectProblem(answer, 405);
    expect(answer.headers.get('allow')).toBe('GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS');
  });
});

describe('421', () => {
  it('is said to an event for another host, and nothing of it is taken', async () => {
    const name = 'misdirected';
    const parts = { headers: { host: 'evil.example' }, body: JSON.stringify({ name }) };
    expectProblem(await sendRaw(served.origin, http(parts)), 421);
    expect((await pool().query('SELECT 1 FROM events WHERE name = $1', [name])).rowCount).toBe(0);
  });
});

describe('408', () => {
  it('is said to headers that do not come to an end', async () => {
    const { socket, answered } = openRaw(hurried.origin);
    socket.write('POST /api/v1/events HTTP/1.1\r\nHost: x\r\n');
    const drip = setInterval(() => socket.write('X-A: b\r\n'), 100);
    const problem = expectProblem(await answered, 408);
    clearInterval(drip);
    expect(problem.detail).toBe('The request did not arrive in time.');
  });

  it('is said to a body that trickles in, and to one that stops, under the id of the request', async () => {
    const headers = { 'content-length': '1000', 'x-request-id': 'my-request-8' };
    const [trickling, silent] = [openRaw(hurried.origin), openRaw(hurried.origin)];
    for (const { socket } of [trickling, silent]) socket.write(http({ headers, body: '{"name":"' }));
    const drip = setInterval(() => trickling.socket.write('x'), 100);
    for (const { answered } of [trickling, silent]) {
      expect(expectProblem(await answered, 408).requestId).toBe('my-request-8');
    }
    clearInterval(drip);
  });

  it('is not said to a connection that waits for its next request', async () => {
    const { socket, answered } = openRaw(hurried.origin);
    const request = http({ headers: { connection: 'keep-alive' } });
    socket.write(request);
    await new Promise((done) => socket.once('data', done));
    await new Promise((done) => setTimeout(done, HURRIED.requestTimeout + 200));
    socket.write(http());
    const answer = await answered;
    expect(answer.text.match(/HTTP\/1\.1 202/g)).toHaveLength(1);
    expect(answer.status).toBe(202);
  });
});

describe('431', () => {
  it.each<[string, Parts]>([
    ['a header of 20 KB', { headers: { 'x-big': 'a'.repeat(20_000) } }],
    ['an address of 20 KB', { target: `/api/v1/events?x=${'a'.repeat(20_000)}` }],
  ])('is said to %s, while more of it still comes', async (_what, parts) => {
    const problem = expectProblem(await sendRaw(served.origin, http(parts) + 'y'.repeat(200_000)), 431);
    expect(problem.detail).toBe('The address and the headers are larger than 16 KiB together.');
  });
});

describe('202', () => {
  it.each<[string, Parts]>([
    ['HTTP/1.0, which names no host', { version: '1.0', headers: { host: null } }],
    ['an expectation that nobody knows', { headers: { expect: 'a-miracle' } }],
    ['an offer to upgrade', { headers: { connection: 'upgrade, close', upgrade: 'h2c' } }],
    ['chunks', { headers: CHUNKED, body: 'c\r\n{"name":"x"}\r\n0\r\n\r\n' }],
    [
      'chunks of one byte',
      { headers: CHUNKED, body: `${[...EVENT].map((char) => `1\r\n${char}\r\n`).join('')}0\r\n\r\n` },
    ],
  ])('is said to %s', async (_what, parts) => {
    expect((await sendRaw(served.origin, http(parts))).status).toBe(202);
  });

  it('is said after 100 Continue to whoever waits for it', async () => {
    const { socket, answered } = openRaw(served.origin);
    socket.write(http({ headers: { expect: '100-continue', 'content-length': '12' }, body: '' }));
    const [first] = (await new Promise<Buffer>((done) => socket.once('data', done))).toString().split('\r\n');
    expect(first).toBe('HTTP/1.1 100 Continue');
    socket.write(EVENT);
    expect((await answered).text).toContain('HTTP/1.1 202 Accepted');
  });

  it('is said to each of several requests that do not wait for one another, in their order', async () => {
    const one = (name: string): string =>
      http({
        body: JSON.stringify({ name }),
        headers: { connection: 'keep-alive', 'x-request-id': `request-${name}` },
      });
    const { socket, answered } = openRaw(served.origin);
    socket.write(
      ['a', 'b', 'c'].map(one).join('') + http({ body: '[]', headers: { 'x-request-id': 'request-d' } }),
    );
    const { status, headers, text } = await answered;
    expect([status, headers.get('x-request-id')]).toEqual([202, 'request-a']);
    expect([...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, code]) => code)).toEqual(['202', '202', '422']);
    expect([...text.matchAll(/x-request-id: (\S+)/g)].map(([, id]) => id)).toEqual(
      ['b', 'c', 'd'].map((x) => `request-${x}`),
    );
  });

  it('is still said to others while many connections sit there and say nothing', async () => {
    const idle = Array.from({ length: 200 }, () => openRaw(served.origin));
    for (const { socket } of idle) socket.write('POST /api/v1/events HTTP/1.1\r\n');
    expect((await sendRaw(served.origin, http())).status).toBe(202);
    for (const { socket } of idle) socket.destroy();
  });
});
