import { Agent, request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sessionCookieName } from '#lib/http/session-cookie.ts';
import { pool } from '#lib/platform/db.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { type DatabaseProxy, startDatabaseProxy } from '#tests/support/database-proxy.ts';
import { makeClient, type TestClient } from '#tests/support/make-client.ts';
import { makePerson } from '#tests/support/people.ts';
import { policyFaults } from '#tests/support/policy-faults.ts';
import { openRaw } from '#tests/support/raw-http.ts';
import { startWebServer } from '#tests/support/run-program.ts';

const database = useTestDatabase();

let proxy: DatabaseProxy;
let web: Awaited<ReturnType<typeof startWebServer>>;
let client: TestClient;
let cookie: string;
beforeAll(async () => {
  client = await makeClient();
  const { email, password } = await makePerson('vera', ['viewer']);
  proxy = await startDatabaseProxy(database.url);
  web = await startWebServer(proxy.url);
  cookie = await signIn(email, password);
});
afterAll(async () => {
  await web[Symbol.asyncDispose]();
  await proxy[Symbol.asyncDispose]();
});

const cookiesOf = (response: Response): string[] =>
  response.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');

async function signIn(email: string, password: string): Promise<string> {
  const form = await fetch(`${web.origin}/api/auth/csrf`);
  const { csrfToken } = (await form.json()) as { csrfToken: string };
  const signedIn = await fetch(`${web.origin}/api/auth/callback/credentials`, {
    method: 'POST',
    headers: { cookie: cookiesOf(form).join('; ') },
    body: new URLSearchParams({ csrfToken, email, password, json: 'true' }),
  });
  expect(signedIn.status).toBe(200);
  return cookiesOf(signedIn).find((line) => line.startsWith(sessionCookieName())) ?? '';
}

const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(web.origin + path, { redirect: 'manual', ...init });

it('a body that is refused half-read holds up nothing that comes after it', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const { token } = await makePerson('bodo', ['administrator']);
  const post = (body: string): Promise<number> =>
    new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      };
      const call = httpRequest(
        `${web.origin}/api/v1/users`,
        { method: 'POST', agent, headers, timeout: 5_000 },
        (answer) => answer.resume().once('end', () => resolve(answer.statusCode ?? 0)),
      );
      call.once('timeout', () => call.destroy(new Error('no answer')));
      call.once('error', reject);
      call.end(body);
    });
  const large = `{"a":"${'x'.repeat(3 * 1024 * 1024)}"}`;
  for (let round = 0; round < 3; round++) {
    expect(await post(large)).toBe(413);
    expect(await post('{"a":')).toBe(400);
  }
  agent.destroy();
});

describe('every answer carries the id of its request', () => {
  it.each<[string, string, number]>([
    ['GET', '/', 307],
    ['GET', '/sign-in', 200],
    ['GET', '/no-such-page', 404],
    ['GET', '/mark.svg', 200],
    ['GET', '/_next/static/none.js', 404],
    ['GET', '/api', 404],
    ['GET', '/api/v1', 404],
    ['GET', '/api/v1/none', 404],
    ['GET', '/api/v1/events/', 308],
    ['POST', '/api/v1/events/', 308],
    ['OPTIONS', '/api/v1/clients', 204],
    ['OPTIONS', '/api/v1/events', 204],
    ['GET', '/api/v1/events', 401],
    ['POST', '/api/v1/events', 401],
    ['POST', '/events/', 401],
    ['POST', '/api/events', 401],
    ['POST', '/api/user-sessions', 400],
    ['GET', '/api/health/live', 200],
    ['PUT', '/api/v1/me', 405],
  ])('%s %s', async (method, path, status) => {
    const answer = await ask(path, { method, headers: { 'x-request-id': 'my-request-9' } });
    expect([answer.status, answer.headers.get('x-request-id')]).toEqual([status, 'my-request-9']);
    const own = await ask(path, { method });
    expect(own.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    if (status < 400 || !path.startsWith('/api')) return;
    expect(own.headers.get('content-type')).toBe('application/problem+json');
    expect(await own.json()).toMatchObject({ status, requestId: own.headers.get('x-request-id') });
  });
});

describe('405', () => {
  it.each([
    ['PUT', '/api/v1/events', 'GET, HEAD, POST, OPTIONS'],
    ['POST', '/api/v1/events/01890000-0000-7000-8000-000000000000', 'GET, HEAD, OPTIONS'],
    ['DELETE', '/api/v1/events/stats?q=x', 'GET, HEAD, OPTIONS'],
    ['GET', '/api/events', 'POST, OPTIONS'],
    ['GET', '/oauth/token', 'POST, OPTIONS'],
    ['PATCH', '/api/user-sessions', 'POST, OPTIONS'],
    ['PUT', '/api/v1/clients/01890000-0000-7000-8000-000000000000', 'GET, HEAD, PATCH, DELETE, OPTIONS'],
  ])('to %s %s names the methods there are', async (method, path, allow) => {
    const answer = await ask(path, { method });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, allow]);
    expect(await answer.json()).toMatchObject({ status: 405, title: 'Method not allowed' });
  });

  it('to HEAD has no body', async () => {
    const answer = await ask('/api/events', { method: 'HEAD' });
    expect([answer.status, answer.headers.get('allow'), await answer.text()]).toEqual([
      405,
      'POST, OPTIONS',
      '',
    ]);
  });
});

describe('200', () => {
  it('of an OAuth client: a token through the porch, good for events, asked about and revoked', async () => {
    const headers = { authorization: `Basic ${btoa(`${client.id}:${client.secretKey}`)}` };
    const post = (path: string, form: Record<string, string>) =>
      ask(path, { method: 'POST', headers, body: new URLSearchParams(form) });
    const granted = await post('/oauth/token', { grant_type: 'client_credentials' });
    expect([granted.status, granted.headers.get('cache-control')]).toEqual([200, 'no-store']);
    const { access_token: token } = (await granted.json()) as { access_token: string };
    const send = async () => {
      const body = JSON.stringify({ name: 'order.paid', category: 'shop', data: {} });
      const bearer = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      return (await ask('/api/v1/events', { method: 'POST', headers: bearer, body })).status;
    };
    expect(await send()).toBe(202);
    expect(await (await post('/oauth/introspect', { token })).json()).toMatchObject({
      error: 'insufficient_scope',
    });
    const revoked = await post('/oauth/revoke', { token });
    expect([revoked.status, await revoked.text()]).toEqual([200, '']);
    await expect.poll(send).toBe(401);
    const wrong = await ask('/oauth/token', { method: 'POST', headers, body: new FormData() });
    expect([wrong.status, ((await wrong.json()) as { error: string }).error]).toEqual([
      400,
      'invalid_request',
    ]);
    const found = await ask('/.well-known/oauth-authorization-server');
    expect(await found.json()).toMatchObject({ grant_types_supported: ['client_credentials'] });
  });

  it('of a stream reaches its reader piece by piece', async () => {
    const headers = { authorization: `Bearer ${client.token}`, 'content-type': 'application/json' };
    const stream = await ask('/api/v1/events/live', { headers });
    expect([stream.status, stream.headers.get('content-type')]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
    ]);
    expect(stream.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    await ask('/api/v1/events', { method: 'POST', headers, body: '{"name":"seen live"}' });
    let seen = '';
    for await (const piece of stream.body as AsyncIterable<Uint8Array>) {
      seen += Buffer.from(piece).toString();
      if (seen.includes('seen live')) break;
    }
    expect(seen).toContain('event: event');
  }, 60_000);
});

describe('503', () => {
  const page = (headers: Record<string, string> = {}): Promise<Response> =>
    ask('/clients', { headers: { cookie, ...headers } });

  it.each(['cut', 'hold'] as const)(
    'is said of a page while the store is away (%s), and it tries again by itself',
    async (take) => {
      expect((await page()).status).toBe(200);
      proxy[take]();
      const from = performance.now();
      const answer = await page({ 'accept-encoding': 'gzip', 'x-request-id': 'my-request-10' });
      expect(performance.now() - from).toBeLessThan(4_500);
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
      expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('x-request-id')).toBe('my-request-10');
      const html = await answer.text();
      expect(policyFaults({ policy: answer.headers.get('content-security-policy'), html })).toEqual([]);
      expect(html).toContain('The database cannot be reached');
      expect(html).toContain('<meta http-equiv="refresh" content="5">');
      expect(html).toContain('my-request-10');
      expect((await ask('/clients', { method: 'HEAD', headers: { cookie } })).status).toBe(503);
      expect((await ask('/sign-in')).status).toBe(200);
      proxy.restore();
      await expect.poll(async () => (await page()).status, { timeout: 15_000 }).toBe(200);
    },
  );
});

it('a request whose body is on its way when the server is told to stop gets its answer, and is stored', async () => {
  const { socket, answered } = openRaw(web.origin);
  const body = JSON.stringify({ name: 'under way' });
  socket.write(
    `POST /api/v1/events HTTP/1.1\r\nHost: ${new URL(web.origin).host}\r\nAuthorization: Bearer ${client.token}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 5)}`,
  );
  expect((await ask('/api/health/live')).status).toBe(200);
  const ended = web.end('SIGTERM');
  await expect
    .poll(() =>
      ask('/api/health/live').then(
        () => true,
        () => false,
      ),
    )
    .toBe(false);
  socket.write(body.slice(5));
  const answer = await answered;
  expect(answer.status).toBe(202);
  const { id } = JSON.parse(answer.text) as { id: string };
  expect(await ended).toEqual({ code: 0, signal: null });
  expect((await pool().query('SELECT name FROM events WHERE id = $1', [id])).rows).toEqual([
    { name: 'under way' },
  ]);
});
