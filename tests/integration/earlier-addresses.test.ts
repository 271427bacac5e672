import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPTIONS as preflight, POST as sendEarlier } from '#app/api/events/route.ts';
import { POST as refresh } from '#app/api/user-sessions/refresh/route.ts';
import { POST as open, OPTIONS as sessionPreflight } from '#app/api/user-sessions/route.ts';
import { systemContext } from '#lib/auth/context.ts';
import { createClient } from '#lib/clients/create-client.ts';
import { warmUp } from '#lib/http/warm-up.ts';
import { pool } from '#lib/platform/db.ts';
import { callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { type Served, serveRoutes } from '#tests/support/serve-routes.ts';
import { useTravel } from '#tests/support/travel.ts';

useTestDatabase();

type Client = Awaited<ReturnType<typeof createClient>>;
type Body = Record<string, unknown>;
let client: Client;
let server: Served;
let routeOnly: Served;
const ROUTES = {
  'POST /api/events': sendEarlier,
  'OPTIONS /api/events': preflight,
  'POST /api/user-sessions': open,
  'OPTIONS /api/user-sessions': sessionPreflight,
  'POST /api/user-sessions/refresh': refresh,
};
beforeAll(async () => {
  await warmUp();
  client = await createClient(systemContext('tests'), { name: 'earlier' });
  server = await serveRoutes(ROUTES, { fastLane: true });
  routeOnly = await serveRoutes(ROUTES, { fastLane: false });
});
afterAll(() => Promise.all([server, routeOnly].map((served) => served[Symbol.asyncDispose]())));

const travel = useTravel();

const countNamed = async (name: string): Promise<number> =>
  (await pool().query('SELECT 1 FROM events WHERE name = $1', [name])).rowCount ?? 0;

const b64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
function signed(over: Body, key = client.secret_key): string {
  const iat = Date.now() / 1_000;
  const claims: Body = {
    jti: 'x',
    gty: 'client-credentials',
    sub: client.client_id,
    iat,
    exp: iat + 10_010,
    ...over,
  };
  const text = `${b64({ alg: 'HS256', typ: 'JWT' })}.${b64(claims)}`;
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
}

type Answer = { status: number; headers: Headers; text: string; body: Body };
async function call(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, { redirect: 'manual', ...init });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : {} };
}

describe('The Eye, POST /events/', () => {
  const post = (body: unknown, headers: Record<string, string> = { authorization: `Bearer ${signed({})}` }) =>
    call(`${server.origin}/events/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const event = (over: Body = {}) => ({
    session_id: 's',
    category: 'c',
    name: randomUUID(),
    data: '{}',
    ...over,
  });
  const notValid = (message: string) => ({
    status: 401,
    detail: 'Given token not valid for any token type',
    code: 'token_not_valid',
    messages: [{ token_class: 'ClientCredentialsToken', token_type: 'client-credentials', message }],
  });

  it('case 1: a token of an unknown client is refused', async () => {
    const { body, headers } = await post(event(), {
      authorization: `Bearer ${signed({ sub: randomUUID() })}`,
    });
    expect(body).toMatchObject(notValid('Token is invalid or expired'));
    expect(headers.get('www-authenticate')).toBe('Bearer realm="api"');
  });

  it('case 2: a known client with a wrong secret is refused', async () => {
    const { body } = await post(event(), { authorization: `Bearer ${signed({}, randomUUID())}` });
    expect(body).toMatchObject(notValid('Token is invalid or expired'));
  });

  it('case 3: a known client with the right secret is accepted, and kept as the sender', async () => {
    const sent = event();
    expect((await post(sent)).status).toBe(202);
    const { rows } = await pool().query('SELECT client_id FROM events WHERE name = $1', [sent.name]);
    expect(rows).toEqual([{ client_id: client.client_id }]);
  });

  it('case 4: without a token 401, and nothing is kept', async () => {
    const sent = event();
    const answer = await post(sent, {});
    expect(answer.body).toMatchObject({
      status: 401,
      detail: 'Authentication credentials were not provided.',
    });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="api"');
    expect(await countNamed(sent.name)).toBe(0);
  });

  it('case 5: with a timestamp 202 with an empty body, and kept', async () => {
    const sent = event({ timestamp: '2021-01-01 09:15:27.243860' });
    const answer = await post(sent);
    expect([answer.status, answer.text, answer.headers.get('content-type')]).toEqual([202, '', null]);
    const { rows } = await pool().query('SELECT occurred_at FROM events WHERE name = $1', [sent.name]);
    expect(rows).toEqual([{ occurred_at: new Date('2021-01-01T09:15:27.243Z') }]);
  });

  it.each([[{}], [{ timestamp: null }]])('case 6: without a timestamp (%j) 202, and kept', async (over) => {
    const sent = event(over);
    expect((await post(sent)).status).toBe(202);
    expect(await countNamed(sent.name)).toBe(1);
  });

  it('case 7: a timestamp 10 s in the future fails', async () => {
    const sent = event({ timestamp: new Date(Date.now() + 10_000).toISOString() });
    const { status, body } = await post(sent);
    expect([status, body.errors]).toMatchObject([422, [{ path: 'timestamp' }]]);
    expect(await countNamed(sent.name)).toBe(0);
  });

  it('case 8: a timestamp of now passes', async () => {
    expect((await post(event({ timestamp: new Date().toISOString() }))).status).toBe(202);
  });

  it.each(['', 'Basic YTpi', 'Token x'])('the header %j is no credential', async (authorization) => {
    expect((await post(event(), { authorization })).body).toMatchObject({
      status: 401,
      detail: 'Authentication credentials were not provided.',
    });
  });

  it.each(['Bearer', 'Bearer a b'])('the header %j has not two parts', async (authorization) => {
    expect((await post(event(), { authorization })).body).toMatchObject({
      status: 401,
      detail: 'Authorization header must contain two space-delimited values',
      code: 'bad_authorization_header',
    });
  });

  it.each([
    [{ exp: undefined }, "Token has no 'exp' claim"],
    [{ jti: undefined }, 'Token has no id'],
    [{ gty: undefined }, 'Token has no type'],
    [{ gty: 'password' }, 'Token has wrong type'],
    [{ sub: 'no uuid' }, 'Token is invalid or expired'],
    [{ iat: 1_600_000_000, exp: 1_600_000_060 }, 'Token is invalid or expired'],
  ])('a token with %j is refused as before', async (over, message) => {
    expect((await post(event(), { authorization: `Bearer ${signed(over)}` })).body).toMatchObject(
      notValid(message),
    );
  });

  it('takes the header Authentication, and an array with an empty answer', async () => {
    const headers = { authentication: `Bearer ${signed({})}` };
    const answer = await post([event(), event()], headers);
    expect([answer.status, answer.text]).toEqual([202, '']);
  });

  it('answers 400 to malformed JSON, 415 to another type, 405 or 401 to other methods', async () => {
    expect((await post('{"a":')).status).toBe(400);
    const authorization = `Bearer ${signed({})}`;
    expect((await post('a=b', { authorization, 'content-type': 'text/plain' })).status).toBe(415);
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
      const with_ = await call(`${server.origin}/events/`, { method, headers: { authorization } });
      expect([method, with_.status]).toEqual([method, 405]);
    }
    const without = await call(`${server.origin}/events/`, { method: 'DELETE' });
    expect([without.status, without.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="api"']);
  });

  it('says of an array which of its events were refused: 207 for some, 422 for all', async () => {
    const [kept, lost] = [event(), event({ timestamp: 'soon' })];
    const some = await post([kept, lost]);
    expect([some.status, some.body.results]).toMatchObject([
      207,
      [
        { status: 'accepted' },
        { status: 'refused', problem: { status: 422, errors: [{ path: '[1].timestamp' }] } },
      ],
    ]);
    expect([await countNamed(kept.name), await countNamed(lost.name)]).toEqual([1, 0]);
    expect((await post([lost, {}])).status).toBe(422);
    expect((await post([])).status).toBe(422);
  });

  it('answers 413 to more than 1 MiB and 422 to what broke a rule, which the original never told', async () => {
    expect((await post(JSON.stringify(event()).padEnd(1024 * 1024 + 1))).status).toBe(413);
    for (const body of [{}, event({ name: '' }), event({ session_id: 7 }), 'null', '"text"']) {
      expect((await post(body)).status).toBe(422);
    }
  });

  it('answers the preflight of every origin, without cookies and without a token', async () => {
    const { status, headers } = await call(`${server.origin}/events/`, { method: 'OPTIONS' });
    expect([status, headers.get('access-control-allow-origin')]).toEqual([204, '*']);
    expect(headers.get('access-control-allow-credentials')).toBeNull();
  });

  it('leaves a browser that reads the page to the console', async () => {
    expect((await call(`${server.origin}/events/`, { method: 'GET' })).status).toBe(404);
  });
});

const post = (served: Served, path: string, body: unknown, headers: Record<string, string> = {}) =>
  call(served.origin + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
type Session = Record<'id' | 'accessToken' | 'refreshToken', string> & Record<string, string>;
const begin = async (): Promise<Session> => {
  const answer = await post(server, '/api/user-sessions', { authId: client.auth_id, secret: client.secret });
  expect(answer.status).toBe(201);
  return answer.body as Session;
};
const times = (session: Session): [number, number, number] => [
  Date.parse(session.startDateTime ?? ''),
  Date.parse(session.accessTokenExpireDateTime ?? ''),
  Date.parse(session.refreshTokenExpireDateTime ?? ''),
];

describe('events proxy, POST /api/user-sessions', () => {
  it('201 valid: an id, both tokens, refresh expiry after access expiry after now, start not after now', async () => {
    const session = await begin();
    expect(Object.keys(session).sort()).toEqual([
      'accessToken',
      'accessTokenExpireDateTime',
      'id',
      'refreshToken',
      'refreshTokenExpireDateTime',
      'startDateTime',
    ]);
    const [start, access, refreshing] = times(session);
    expect(start).toBeLessThanOrEqual(Date.now());
    expect(access).toBeGreaterThan(Date.now());
    expect(refreshing).toBeGreaterThan(access);
  });

  it.each([
    [{ authId: 'ab', secret: '' }, ['secret must be longer than or equal to 2 characters']],
    [{ authId: 'a'.repeat(101), secret: 'xx' }, ['authId must be shorter than or equal to 100 characters']],
    [{ secret: 'xx' }, ['authId must be a string']],
  ])('400 for %j', async (body, message) => {
    const answer = await post(server, '/api/user-sessions', body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ statusCode: 400, message, error: 'Bad Request' });
  });

  it('403 wrong secret, and the same for an unknown authId and for a secret equal to its own hash', async () => {
    const { rows } = await pool().query('SELECT auth_secret_hash FROM clients WHERE id = $1', [
      client.client_id,
    ]);
    const hash = (rows[0].auth_secret_hash as Buffer).toString('hex');
    const bodies = [
      { authId: client.auth_id, secret: 'wrong' },
      { authId: client.auth_id, secret: hash },
      { authId: randomUUID(), secret: client.secret },
      { authId: 'nobody', secret: client.secret },
    ];
    for (const body of bodies) {
      const answer = await post(server, '/api/user-sessions', body);
      expect(answer.status).toBe(403);
      expect(answer.body).toMatchObject({
        statusCode: 403,
        message: 'Provided secret is not valid',
        error: 'Forbidden',
      });
    }
  });

  it('is open to every origin', async () => {
    const { headers } = await post(server, '/api/user-sessions', {});
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect((await call(`${server.origin}/api/user-sessions`, { method: 'OPTIONS' })).status).toBe(204);
  });
});

describe('events proxy, POST /api/user-sessions/refresh', () => {
  const renew = (refreshToken: unknown) => post(server, '/api/user-sessions/refresh', { refreshToken });

  it('200 after access expiry with every value new and later', async () => {
    const first = await begin();
    travel(901);
    const answer = await renew(first.refreshToken);
    expect(answer.status).toBe(200);
    const second = answer.body as Session;
    for (const name of ['id', 'accessToken', 'refreshToken']) expect(second[name]).not.toBe(first[name]);
    const [before, after] = [times(first), times(second)];
    for (const i of [0, 1, 2] as const) expect(after[i]).toBeGreaterThan(before[i]);
  });

  it.each([undefined, '', 5])('400 invalid refresh body: %j', async (refreshToken) => {
    expect((await renew(refreshToken)).body).toMatchObject({ statusCode: 400, error: 'Bad Request' });
  });

  it('403 after refresh expiry, for a spent one, and for an unknown one', async () => {
    const expired = {
      statusCode: 403,
      message: 'Provided refresh token was expired, need to create new session',
    };
    const [old, spent] = [await begin(), await begin()];
    await renew(spent.refreshToken);
    travel(11);
    expect((await renew(spent.refreshToken)).body).toMatchObject(expired);
    expect((await renew('x'.repeat(256))).body).toMatchObject(expired);
    travel(86_400);
    expect((await renew(old.refreshToken)).body).toMatchObject(expired);
  });

  it('403 from a changed address, looked at before the expiry; a forwarded address of no trusted proxy is none', async () => {
    const { refreshToken } = await begin();
    const moved = { body: { refreshToken }, address: '198.51.100.1' };
    const said = { statusCode: 403, message: 'IP address was changed, need to create new session' };
    expect((await callRoute(refresh, moved)).body).toMatchObject(said);
    travel(90_000);
    expect((await callRoute(refresh, moved)).body).toMatchObject(said);
    travel(-90_000);
    const forwarded = { 'x-forwarded-for': '198.51.100.1' };
    const answer = await post(server, '/api/user-sessions/refresh', { refreshToken }, forwarded);
    expect(answer.status).toBe(200);
  });
});

describe.each([
  ['in front of the framework', () => server],
  ['behind a route handler', () => routeOnly],
])('events proxy, POST /api/events %s', (_door, served) => {
  let token: string;
  beforeAll(async () => {
    token = (await begin()).accessToken;
  });
  const event = (over: Body = {}) => ({
    id: randomUUID(),
    name: `n ${randomUUID()}`,
    body: 'hello',
    timestamp: new Date().toISOString(),
    ...over,
  });
  const send = (body: unknown, authorization = `Bearer ${token}`) =>
    post(served(), '/api/events', body, { authorization });

  it('200 valid with an empty body within 500 ms, and kept; unknown fields are left aside', async () => {
    const sent = event({ brand: 'x', category: 'other', name: `${'long '.repeat(190)}${randomUUID()}` });
    await send(event());
    const before = performance.now();
    const answer = await send(sent);
    expect([answer.status, answer.text]).toEqual([200, '']);
    expect(performance.now() - before).toBeLessThan(500);
    const { rows } = await pool().query(
      'SELECT external_id, category, data, client_id FROM events WHERE name = $1',
      [sent.name],
    );
    expect(rows).toEqual([
      { external_id: sent.id, category: 'default', data: { body: 'hello' }, client_id: client.client_id },
    ]);
    expect((await send(sent)).status).toBe(200);
    expect(await countNamed(sent.name)).toBe(1);
  });

  it.each([
    [{ name: '' }, 'name must be longer than or equal to 2 characters'],
    [{ name: 'x'.repeat(1_001) }, 'name must be shorter than or equal to 1000 characters'],
    [{ body: '' }, 'body must be longer than or equal to 1 characters'],
    [{ body: 'x'.repeat(10_001) }, 'body must be shorter than or equal to 10000 characters'],
    [{ id: '01890000-0000-7000-8000-000000000000' }, 'id must be a UUID'],
    [{ timestamp: 'yesterday' }, 'timestamp is not an ISO 8601 date and time'],
    [{ timestamp: undefined }, 'timestamp must be a string'],
  ])('400 for %j', async (over, message) => {
    const answer = await send(event(over));
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ statusCode: 400, message: [message], error: 'Bad Request' });
  });

  it('400 malformed JSON and an array, 413 and 415, each as its clients read errors, to every origin', async () => {
    const authorization = `Bearer ${token}`;
    const refusals: [unknown, number, string, Record<string, string>?][] = [
      ['{"id":', 400, 'Bad Request'],
      [[event()], 400, 'Bad Request'],
      [JSON.stringify(event()).padEnd(1024 * 1024 + 1), 413, 'Payload Too Large'],
      ['a=b', 415, 'Unsupported Media Type', { 'content-type': 'application/x-www-form-urlencoded' }],
    ];
    for (const [body, status, error, headers] of refusals) {
      const answer = await post(served(), '/api/events', body, { authorization, ...headers });
      expect([answer.status, answer.body]).toMatchObject([status, { statusCode: status, error }]);
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
      expect(answer.headers.get('x-request-id')).toBe(answer.body.requestId);
    }
  });

  it('401 without a token, with garbage, expired, and with a token of another family; the body is not looked at', async () => {
    const refusals = [
      await post(served(), '/api/events', { name: '' }),
      await send({ name: '' }, 'Bearer garbage'),
      await send(event(), 'Bearer cs1.garbage.garbage'),
      await send(event(), `Bearer ${signed({})}`),
    ];
    travel(901);
    refusals.push(await send(event()));
    for (const { status, body } of refusals) {
      expect(status).toBe(401);
      expect(body).toMatchObject({ statusCode: 401, message: 'Unauthorized' });
    }
  });
});
