import { createHmac, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { DELETE, PATCH } from '#app/api/v1/clients/[id]/route.ts';
import { POST as makeClient } from '#app/api/v1/clients/route.ts';
import { GET as readEvent } from '#app/api/v1/events/[id]/route.ts';
import { GET as readTrace } from '#app/api/v1/events/[id]/trace/route.ts';
import { GET as readLive } from '#app/api/v1/events/live/route.ts';
import { GET as listEvents, POST as sendEvents } from '#app/api/v1/events/route.ts';
import { GET as readStats } from '#app/api/v1/events/stats/route.ts';
import { POST as openSession } from '#app/api/v1/sessions/route.ts';
import { GET as listWarnings } from '#app/api/v1/warnings/route.ts';
import { sessionCookieName } from '#lib/http/session-cookie.ts';
import { clock } from '#lib/platform/clock.ts';
import { pool } from '#lib/platform/db.ts';
import { type Answer, callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makePerson, type Person } from '#tests/support/people.ts';
import { useTravel } from '#tests/support/travel.ts';

useTestDatabase();
const travel = useTravel();

type Made = { client_id: string; secret_key: string; auth_id: string; secret: string };
let admin: Person;
let client: Made;
beforeAll(async () => {
  admin = await makePerson('ada', ['administrator']);
  client = await create();
});

async function create(settings: object = {}): Promise<Made> {
  const answer = await callRoute(makeClient, {
    token: admin.token,
    body: { name: `client ${randomUUID()}`, ...settings },
  });
  expect(answer.status).toBe(201);
  return answer.body as Made;
}
const change = async ({ client_id }: Made, body: object): Promise<void> => {
  const answer = await callRoute(PATCH, {
    method: 'PATCH',
    token: admin.token,
    params: { id: client_id },
    body,
  });
  expect(answer.status).toBe(200);
};

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
type Sealed = { by?: Made; key?: string; header?: object };
/** A token as the client's own program would make it, at this moment, with what the test changes in it. */
function sign(over: object = {}, { by = client, key = by.secret_key, header = {} }: Sealed = {}): string {
  const iat = Math.floor(Date.now() / 1_000);
  const claims = {
    jti: randomUUID(),
    gty: 'client-credentials',
    sub: by.client_id,
    iat,
    exp: iat + 600,
    ...over,
  };
  const text = `${encode({ alg: 'HS256', typ: 'JWT', ...header })}.${encode(claims)}`;
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
}
const now = (): number => Date.now() / 1_000;
const send = (
  token: string,
  headers: Record<string, string> = {},
  body: object = { name: 'x' },
): Promise<Answer> => callRoute(sendEvents, { token, headers, body });

describe('202', () => {
  it.each<[string, () => string]>([
    ['fractional times', () => sign({ iat: now() - 0.25, exp: now() + 599.75 })],
    ['a clock that is 29 s ahead', () => sign({ iat: now() + 29, exp: now() + 600 })],
    ['an exp that is 29 s past', () => sign({ iat: now() - 600, exp: now() - 29 })],
    ['an nbf that is 29 s ahead', () => sign({ nbf: now() + 29 })],
    ['an nbf that is past', () => sign({ nbf: 0 })],
    ['three hours to live', () => sign({ iat: now(), exp: now() + 10_799.9 })],
    [
      'a key id and further claims',
      () => sign({ aud: 'eye', scope: ['x'] }, { header: { kid: '../../etc/passwd' } }),
    ],
    ['no typ', () => sign({}, { header: { typ: undefined } })],
    ['its sub in capitals', () => sign({ sub: client.client_id.toUpperCase() })],
  ])('is said to a token with %s', async (_what, token) => {
    expect((await send(token())).status).toBe(202);
  });

  it('is said again and again to one token, and to another with the same jti', async () => {
    const [jti, iat] = [randomUUID(), Math.floor(now())];
    const tokens = [sign({ jti, iat }), sign({ jti, iat }), sign({ jti, iat: iat - 1 })];
    for (const token of tokens) expect((await send(token)).status).toBe(202);
  });

  it('is said to a token of 24 hours when the client may have such, and not to a longer one', async () => {
    const patient = await create({ max_token_lifetime_seconds: 86_400 });
    const iat = Math.floor(now());
    expect((await send(sign({ iat, exp: iat + 86_400 }, { by: patient }))).status).toBe(202);
    expect((await send(sign({ iat, exp: iat + 86_401 }, { by: patient }))).status).toBe(401);
    const longer = await callRoute(makeClient, {
      token: admin.token,
      body: { name: 'x', max_token_lifetime_seconds: 86_401 },
    });
    expect(longer).toMatchObject({ status: 422, body: { errors: [{ path: 'max_token_lifetime_seconds' }] } });
  });

  it('remembers the sender’s id for seven days, and takes it as a new one afterwards', async () => {
    const id = `kept ${randomUUID()}`;
    const ask = async (secondsOn: number): Promise<Record<string, unknown>> => {
      travel(secondsOn);
      const at = clock.now().getTime() / 1_000;
      const answer = await send(sign({ iat: at, exp: at + 600 }), {}, { name: 'x', id });
      expect(answer.status).toBe(202);
      return answer.body;
    };
    const first = await ask(0);
    expect(await ask(7 * 86_400 - 60)).toEqual({ ...first, status: 'duplicate' });
    const second = await ask(120);
    expect(second.status).toBe('accepted');
    expect(second.id).not.toBe(first.id);
    expect((await pool().query('SELECT 1 FROM events WHERE external_id = $1', [id])).rowCount).toBe(2);
  });
});

describe('401', () => {
  const bare = (answer: Answer): object => ({ ...answer.body, requestId: '' });

  it.each<[string, () => string]>([
    ['a clock that is 31 s ahead', () => sign({ iat: now() + 31, exp: now() + 600 })],
    ['an exp that is 31 s past', () => sign({ iat: now() - 600, exp: now() - 31 })],
    ['an nbf that is 31 s ahead', () => sign({ nbf: now() + 31 })],
    ['an nbf that is no time', () => sign({ nbf: 'now' })],
    ['more than three hours to live', () => sign({ iat: now(), exp: now() + 10_801 })],
    ['no exp', () => sign({ exp: undefined })],
    ['no iat', () => sign({ iat: undefined })],
    ['no jti', () => sign({ jti: undefined })],
    ['a jti that is a number', () => sign({ jti: 7 })],
    ['a jti that is null', () => sign({ jti: null })],
    ['no gty', () => sign({ gty: undefined })],
    ['another gty', () => sign({ gty: 'password' })],
    ['a sub that is a list', () => sign({ sub: [client.client_id] })],
    ['a sub that is an object', () => sign({ sub: { id: client.client_id } })],
    ['a sub that is no id', () => sign({ sub: "' OR 1=1 --" })],
    ['an empty sub', () => sign({ sub: '' })],
    ['alg none', () => sign({}, { header: { alg: 'none' } })],
    ['alg none and no signature', () => sign({}, { header: { alg: 'none' } }).replace(/[^.]*$/, '')],
    ['HS512 in its header', () => sign({}, { header: { alg: 'HS512' } })],
    ['crit', () => sign({}, { header: { crit: ['exp'] } })],
    ['an empty crit', () => sign({}, { header: { crit: [] } })],
    ['jku', () => sign({}, { header: { jku: 'https://evil.example/keys' } })],
    ['a key in its header', () => sign({}, { header: { jwk: { kty: 'oct', k: '' } } })],
    ['an empty key', () => sign({}, { key: '' })],
    ['a key of one byte', () => sign({}, { key: 'x' })],
    ['the key of another client', () => sign({}, { key: 'eyesk_of-somebody-else' })],
    ['the secret that opens sessions', () => sign({}, { key: client.secret })],
    ['its signature cut short', () => sign().slice(0, -1)],
    ['an unknown client', () => sign({ sub: randomUUID() })],
  ])('is said to a token with %s, in one and the same way', async (_what, token) => {
    const answer = await send(token());
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(bare(answer)).toEqual(bare(await send(sign({ sub: randomUUID() }))));
  });

  it('is said alike to a client that is disabled, that has expired, that was deleted, and that there never was', async () => {
    const [disabled, expired, deleted] = [await create(), await create(), await create()];
    await change(disabled, { enabled: false });
    await change(expired, { expires_at: '2020-01-01T00:00:00Z' });
    const gone = await callRoute(DELETE, {
      method: 'DELETE',
      token: admin.token,
      params: { id: deleted.client_id },
    });
    expect(gone.status).toBe(204);
    const nobody = bare(await send(sign({ sub: randomUUID() })));
    for (const by of [disabled, expired, deleted]) {
      const answer = await send(sign({}, { by }));
      expect([answer.status, bare(answer)]).toEqual([401, nobody]);
    }
  });

  it('is said to the tokens of every other family, and to the cookie of the console', async () => {
    const opened = await callRoute(openSession, { body: { authId: client.auth_id, secret: client.secret } });
    expect(opened.status).toBe(201);
    const others = [
      admin.token,
      admin.refreshToken,
      String(opened.body.refresh_token),
      client.secret_key,
      client.secret,
    ];
    for (const token of others) expect((await send(token)).status).toBe(401);
    const cookie = { cookie: `${sessionCookieName()}=${'a'.repeat(43)}` };
    expect((await callRoute(sendEvents, { headers: cookie, body: { name: 'x' } })).status).toBe(401);
    expect((await send(String(opened.body.access_token))).status).toBe(202);
  });

  it('is said by everything that reads events, without a token and with one that is none', async () => {
    const params = { id: randomUUID() };
    const doors = { listEvents, readEvent, readTrace, readStats, readLive, listWarnings };
    for (const [name, door] of Object.entries(doors)) {
      for (const token of [
        undefined,
        'x.y.z',
        sign({ sub: randomUUID() }),
        sign({ exp: undefined }),
        admin.refreshToken,
      ]) {
        const answer = await callRoute(door, { params, ...(token === undefined ? {} : { token }) });
        expect([name, answer.status, answer.headers.get('www-authenticate')]).toEqual([name, 401, 'Bearer']);
        expect(answer.headers.get('x-request-id')).toBe(answer.body.requestId);
      }
    }
  });
});

describe('422', () => {
  it('is said when the two headers differ in as little as their case, wherever a client may knock', async () => {
    const token = sign();
    for (const other of [`Bearer ${sign()}`, `bearer ${token}`, '', 'Basic x']) {
      const headers = { authentication: other };
      expect(await send(token, headers)).toMatchObject({
        status: 422,
        body: { errors: [{ path: 'Authentication' }] },
      });
      expect((await callRoute(listEvents, { token, headers })).status).toBe(422);
    }
    expect(
      (await callRoute(listEvents, { token, headers: { authentication: `Bearer ${token}` } })).status,
    ).toBe(200);
    expect((await callRoute(listEvents, { headers: { authentication: `Bearer ${token}` } })).status).toBe(
      200,
    );
  });
});
