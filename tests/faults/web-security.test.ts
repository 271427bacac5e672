import { globSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pool } from '#lib/platform/db.ts';
import { type Answered, consoleCookies, send } from '#tests/attack/attacker.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makePerson } from '#tests/support/people.ts';
import { nonceOf, policyFaults } from '#tests/support/policy-faults.ts';
import { sendRaw } from '#tests/support/raw-http.ts';
import { startWebServer } from '#tests/support/run-program.ts';

const database = useTestDatabase();

let web: Awaited<ReturnType<typeof startWebServer>>;
let cookie: string;
beforeAll(async () => {
  const person = await makePerson('vera', ['administrator']);
  web = await startWebServer(database.url);
  cookie = await consoleCookies(web.origin, person);
});
afterAll(() => web[Symbol.asyncDispose]());

const get = (path: string, headers: Record<string, string> = {}): Promise<Answered> =>
  send(web.origin, { path, headers });
const policyOf = ({ headers }: Answered): string => headers['content-security-policy'] ?? '';
const faultsOf = (page: Answered): string[] => policyFaults({ policy: policyOf(page), html: page.body });

const ALWAYS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': expect.stringContaining('camera=()'),
};
const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";

/** May be kept: they are the same for everybody. */
const PUBLIC = ['/mark.svg', '/.well-known/jwks.json'];

describe('the security headers', () => {
  it.each<[string, string, number]>([
    ['GET', '/', 307],
    ['GET', '/sign-in', 200],
    ['GET', '/no-such-page', 404],
    ['GET', '/mark.svg', 200],
    ['GET', '/_next/static/none.js', 404],
    ['GET', '/%', 400],
    ['TRACE', '/', 405],
    ['GET', '/api/v1/none', 404],
    ['GET', '/api/v1/events/', 308],
    ['OPTIONS', '/api/v1/clients', 204],
    ['POST', '/api/v1/events', 401],
    ['GET', '/api/v1/auth_token/validation', 401],
    ['GET', '/.well-known/jwks.json', 200],
    ['GET', '/api/health/live', 200],
    ['GET', '/api/auth/csrf', 200],
    ['PUT', '/api/v1/me', 405],
  ])('are on the answer to %s %s, each once', async (method, path, status) => {
    const answer = await send(web.origin, { method, path });
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject(ALWAYS);
    expect(answer.headers).not.toHaveProperty('strict-transport-security');
    if (!PUBLIC.includes(path)) expect(answer.headers['cache-control']).toContain('no-store');
    if (path.startsWith('/api/') || path.startsWith('/.')) expect(policyOf(answer)).toBe(DATA_POLICY);
    else expect(policyOf(answer)).toMatch(/^default-src 'none'; [^,]*frame-ancestors 'none'[^,]*$/);
  });

  it('are on the answer to what is no request', async () => {
    const { status, headers } = await sendRaw(web.origin, 'hello world\r\n\r\n');
    expect([status, headers.get('content-security-policy')]).toEqual([400, DATA_POLICY]);
    expect(Object.fromEntries(headers)).toMatchObject(ALWAYS);
  });
});

const UNKNOWN_ID = '01890000-0000-7000-8000-000000000000';
const PAGES = globSync('app/(console)/**/page.tsx').map(
  (file) => file.replace(/^app\/\(console\)|\/?page\.tsx$/g, '').replace('[id]', UNKNOWN_ID) || '/',
);

describe('a page', () => {
  it.each([...PAGES, '/no/such/page'])(
    '%s of the console runs its own scripts alone, and is kept by nobody',
    async (path) => {
      const page = await get(path, { cookie });
      expect(page.headers.location).toBeUndefined();
      expect(faultsOf(page)).toEqual([]);
      expect(page.headers['cache-control']).toContain('no-store');
    },
  );

  it.each(['/sign-in', '/no-such-page'])(
    '%s for whoever is not signed in runs its own scripts alone',
    async (path) => {
      expect(faultsOf(await get(path))).toEqual([]);
    },
  );

  it('has another nonce each time, which nobody chooses from outside', async () => {
    const mine = `${'A'.repeat(22)}==`;
    const chosen = {
      'x-nonce': mine,
      'content-security-policy': `script-src 'nonce-${mine}' 'strict-dynamic'`,
    };
    const pages = [await get('/sign-in'), await get('/sign-in'), await get('/sign-in', chosen)];
    expect(pages.flatMap(faultsOf)).toEqual([]);
    expect(new Set(pages.map((page) => nonceOf(policyOf(page)))).size).toBe(3);
    expect(pages.map(({ body }) => body.includes(mine))).toEqual([false, false, false]);
  });

  it('that cannot be made runs its own scripts alone', async () => {
    await pool().query('ALTER TABLE sessions RENAME TO sessions_elsewhere');
    const page = await get('/users', { cookie });
    await pool().query('ALTER TABLE sessions_elsewhere RENAME TO sessions');
    expect(page.status).toBe(500);
    expect(faultsOf(page)).toEqual([]);
    expect((await get('/users', { cookie })).status).toBe(200);
  });
});

it('an answer about somebody who is signed in is kept by nobody', async () => {
  for (const path of ['/api/v1/me', '/api/v1/users', '/api/auth/session']) {
    const { status, headers } = await get(path, { cookie });
    expect([path, status]).toEqual([path, 200]);
    expect(headers['cache-control']).toContain('no-store');
  }
});

const PATHS = [
  '/',
  '/sign-in',
  '/mark.svg',
  '/api/v1/me',
  '/api/v1/events',
  '/.well-known/jwks.json',
  '/api/healthy',
];

describe('421', () => {
  it.each(PATHS)('is said at %s to whoever names another host', async (path) => {
    const host = 'evil.example';
    const answer = await get(path, { host, 'x-request-id': 'my-request-11' });
    expect(answer.status).toBe(421);
    expect(answer.headers).toMatchObject({ ...ALWAYS, 'content-type': 'application/problem+json' });
    expect(JSON.parse(answer.body)).toMatchObject({
      status: 421,
      title: 'Misdirected request',
      requestId: 'my-request-11',
    });
  });

  it('is said to no name of this machine, and to nobody who asks after its health', async () => {
    const { port } = new URL(web.origin);
    const statuses = ['localhost', '127.0.0.1', '[::1]'].map(
      async (name) => (await get('/sign-in', { host: `${name}:${port}` })).status,
    );
    expect(await Promise.all(statuses)).toEqual([200, 200, 200]);
    expect((await get('/api/health/live', { host: 'evil.example' })).status).toBe(200);
  });
});

describe('behind a public address', () => {
  const settings = { PUBLIC_URL: 'https://eye.example.com', ALLOWED_HOSTS: 'eye.internal:3000' };

  it('its hosts and no other are taken, and browsers are told to come by TLS alone', async () => {
    await using own = await startWebServer(database.url, settings);
    const asked = (path: string, host: string): Promise<Answered> =>
      send(own.origin, { path, headers: { host } });
    for (const path of ['/sign-in', '/.well-known/jwks.json']) {
      const statuses = ['eye.example.com', 'eye.example.com:443', 'eye.internal:3000', 'evil.example'].map(
        async (host) => (await asked(path, host)).status,
      );
      expect(await Promise.all(statuses)).toEqual([200, 200, 200, 421]);
      const { headers } = await asked(path, 'eye.example.com');
      expect(headers['strict-transport-security']).toBe('max-age=63072000; includeSubDomains');
    }
    expect((await asked('/api/health/live', 'evil.example')).status).toBe(200);
  });
});
