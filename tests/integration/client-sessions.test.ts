import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { POST as earlierRefresh } from '#app/api/user-sessions/refresh/route.ts';
import { PATCH } from '#app/api/v1/clients/[id]/route.ts';
import { POST as makeClient } from '#app/api/v1/clients/route.ts';
import { GET as listEvents, POST as sendEvent } from '#app/api/v1/events/route.ts';
import { GET as me } from '#app/api/v1/me/route.ts';
import { POST as refresh } from '#app/api/v1/sessions/refresh/route.ts';
import { POST as open } from '#app/api/v1/sessions/route.ts';
import { authenticateClient } from '#lib/clients/authenticate-client.ts';
import { forgetExpired } from '#lib/clients/forget-expired.ts';
import { REFUSAL_REASONS } from '#lib/clients/refusals/schema.ts';
import { startChangeFeed, stopChangeFeed } from '#lib/platform/change-feed.ts';
import { pool, prisma } from '#lib/platform/db.ts';
import { type Answer, callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makePerson, type Person } from '#tests/support/people.ts';
import { useTravel } from '#tests/support/travel.ts';

useTestDatabase();

type Made = { client_id: string; auth_id: string; secret: string };
type Tokens = { id: string; access_token: string; refresh_token: string } & Record<string, string>;

let admin: Person;
let client: Made;
let named = 0;
const create = async (): Promise<Made> => {
  const body = { name: `client ${named++}` };
  return (await callRoute(makeClient, { token: admin.token, body })).body as Made;
};
beforeAll(async () => {
  admin = await makePerson('ada', ['administrator']);
  client = await create();
  await startChangeFeed();
});
afterAll(stopChangeFeed);

const travel = useTravel();

const HOME = '198.51.100.7';
const signIn = (body: unknown, address = HOME) => callRoute(open, { body, address });
const begin = async (made = client, address = HOME): Promise<Tokens> => {
  const answer = await signIn({ authId: made.auth_id, secret: made.secret }, address);
  expect(answer.status).toBe(201);
  return answer.body as Tokens;
};
const renew = (token: string, address = HOME) =>
  callRoute(refresh, { body: { refresh_token: token }, address });
const use = (token: string, address = HOME) => callRoute(sendEvent, { body: { name: 'x' }, token, address });
const causeOf = (token: string, address = HOME): Promise<string> =>
  authenticateClient(token, address).then(
    ({ id }) => id,
    (error: Error) => (error.cause as Error).message,
  );
const told = ({ status, body }: Answer) => ({ status, body: { ...body, requestId: '' } });

describe('a session', () => {
  it('opens with authId and secret, and its access token sends and reads events', async () => {
    const answer = await signIn({ authId: client.auth_id.toUpperCase(), secret: client.secret });
    expect(answer.status).toBe(201);
    const tokens = answer.body as Tokens;
    const [access, refreshing, started] = ['access_token', 'refresh_token', 'started']
      .map((name) => tokens[name === 'started' ? 'started_at' : `${name}_expires_at`] ?? '')
      .map(Date.parse) as [number, number, number];
    expect(access - started).toBe(900_000);
    expect(refreshing).toBeGreaterThan(access);
    expect(started).toBeLessThanOrEqual(Date.now());
    const sent = await use(tokens.access_token);
    expect(sent.status).toBe(202);
    const list = await callRoute(listEvents, {
      token: tokens.access_token,
      address: HOME,
      path: '/?limit=1',
    });
    expect(list.body.items).toMatchObject([{ id: sent.body.id, client_id: client.client_id }]);
  });

  it('leaves nothing in the store that opens it, and a line in the audit log', async () => {
    const { id, access_token, refresh_token } = await begin();
    const { rows } = await pool().query(
      'SELECT to_jsonb(s)::text AS row FROM client_sessions s WHERE id = $1',
      [id],
    );
    for (const secret of [access_token, refresh_token, client.secret])
      expect(rows[0].row).not.toContain(secret);
    const [entry] = await prisma().auditEntry.findMany({ where: { subjectId: id } });
    expect(entry).toMatchObject({
      action: 'client_sessions.create',
      actorId: client.client_id,
      address: HOME,
    });
  });

  it('is asked about once: a warm access token needs no table', async () => {
    const { access_token } = await begin();
    expect(await causeOf(access_token)).toBe(client.client_id);
    await pool().query('ALTER TABLE clients RENAME TO away; ALTER TABLE client_sessions RENAME TO also_away');
    try {
      for (let i = 0; i < 20; i++) expect(await causeOf(access_token)).toBe(client.client_id);
    } finally {
      await pool().query(
        'ALTER TABLE away RENAME TO clients; ALTER TABLE also_away RENAME TO client_sessions',
      );
    }
  });

  it('is forgotten a week after its end', async () => {
    const { id } = await begin();
    await forgetExpired();
    expect(await prisma().clientSession.count({ where: { id } })).toBe(1);
    travel(9 * 86_400);
    await forgetExpired();
    expect(await prisma().clientSession.count({ where: { id } })).toBe(0);
  });
});

describe('401', () => {
  it('says the same for a wrong authId, a wrong secret, and a client that may not sign in', async () => {
    const [disabled, expired, deleted] = [await create(), await create(), await create()];
    const change = (made: Made, body: object) =>
      callRoute(PATCH, { method: 'PATCH', token: admin.token, params: { id: made.client_id }, body });
    expect((await change(disabled, { enabled: false })).status).toBe(200);
    expect((await change(expired, { expires_at: '2020-01-01T00:00:00Z' })).status).toBe(200);
    await prisma().client.update({ where: { id: deleted.client_id }, data: { deletedAt: new Date() } });
    const right = ({ auth_id, secret }: Made) => ({ authId: auth_id, secret });
    const { authSecretHash } = await prisma().client.findUniqueOrThrow({ where: { id: client.client_id } });
    const answers = await Promise.all(
      [
        { ...right(client), secret: 'wrong secret' },
        { ...right(client), secret: Buffer.from(authSecretHash).toString('base64url') },
        { ...right(client), authId: 'nobody' },
        { ...right(client), authId: client.client_id },
        right(disabled),
        right(expired),
        right(deleted),
      ].map((body) => signIn(body, '198.51.100.8')),
    );
    for (const answer of answers) {
      expect(answer.status).toBe(401);
      expect(told(answer)).toEqual(told(answers[0] as Answer));
    }
  });

  it('is said to an access token that is changed, expired, or used from elsewhere', async () => {
    const { access_token } = await begin();
    for (let at = 0; at < access_token.length; at += 3) {
      const changed =
        access_token.slice(0, at) + (access_token[at] === 'A' ? 'B' : 'A') + access_token.slice(at + 1);
      expect((await use(changed)).status).toBe(401);
    }
    expect(await causeOf(access_token, '198.51.100.70')).toBe(REFUSAL_REASONS.session_moved);
    expect(await causeOf(access_token, 'no address')).toBe(REFUSAL_REASONS.session_moved);
    await expect(authenticateClient(access_token, undefined)).rejects.toThrow('not valid');
    travel(901);
    expect(await causeOf(access_token)).toBe(REFUSAL_REASONS.token_expired);
    expect((await use(access_token)).headers.get('www-authenticate')).toContain('Bearer');
  });

  it('is said to every token in another family’s place', async () => {
    const { access_token, refresh_token } = await begin();
    expect((await callRoute(me, { token: access_token, address: HOME })).status).toBe(401);
    expect((await use(refresh_token)).status).toBe(401);
    expect((await use(admin.token)).status).toBe(401);
    expect((await renew(access_token)).status).toBe(401);
    expect((await renew(admin.refreshToken, '127.0.0.1')).status).toBe(401);
  });

  it('is said once the client is disabled, to the access token and to the refresh token', async () => {
    const made = await create();
    const tokens = await begin(made);
    expect((await use(tokens.access_token)).status).toBe(202);
    const body = { enabled: false };
    await callRoute(PATCH, { method: 'PATCH', token: admin.token, params: { id: made.client_id }, body });
    await vi.waitFor(async () =>
      expect(await causeOf(tokens.access_token)).toBe(REFUSAL_REASONS.client_disabled),
    );
    expect((await renew(tokens.refresh_token)).status).toBe(401);
  });

  it('is said to a refresh token after its day, and to one that nobody made', async () => {
    const { refresh_token } = await begin();
    travel(86_401);
    expect((await renew(refresh_token)).status).toBe(401);
    expect((await renew('crt1.forged')).status).toBe(401);
  });
});

describe('a refresh', () => {
  it('gives one and the same new pair to fifty at once, and to a repeat within ten seconds', async () => {
    const first = await begin();
    const answers = await Promise.all(Array.from({ length: 50 }, () => renew(first.refresh_token)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    const second = answers[0]?.body as Tokens;
    expect(second.id).toBe(first.id);
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect(await causeOf(second.access_token)).toBe(client.client_id);
    travel(9);
    expect((await renew(first.refresh_token)).body).toEqual(second);
    expect((await renew(second.refresh_token)).status).toBe(200);
  });

  it('with a spent token after ten seconds ends the session and its access tokens', async () => {
    const first = await begin();
    const second = (await renew(first.refresh_token)).body as Tokens;
    expect(await causeOf(second.access_token)).toBe(client.client_id);
    travel(11);
    expect((await renew(first.refresh_token)).status).toBe(401);
    const revoked = REFUSAL_REASONS.session_revoked;
    await vi.waitFor(async () => expect(await causeOf(second.access_token)).toBe(revoked), {
      timeout: 1_000,
    });
    expect(await causeOf(first.access_token)).toBe(revoked);
    expect((await renew(second.refresh_token)).status).toBe(401);
    const actions = await prisma().auditEntry.findMany({
      where: { subjectId: first.id },
      orderBy: { id: 'asc' },
    });
    expect(actions.map(({ action }) => action)).toEqual(['client_sessions.create', 'client_sessions.revoke']);
  });

  it('from another network is 403 and spends nothing; the same /64 is the same network', async () => {
    const { refresh_token } = await begin(client, '2001:db8:1:2::7');
    expect((await renew(refresh_token, '2001:db8:1:3::7')).status).toBe(403);
    expect((await renew(refresh_token, HOME)).status).toBe(403);
    expect((await renew(refresh_token, '2001:db8:1:2:ffff::9')).status).toBe(200);
  });
});

describe('the third refresh from another network', () => {
  const ELSEWHERE = '203.0.113.9';
  const revocations = (id: string) =>
    prisma().auditEntry.findMany({ where: { subjectId: id, action: 'client_sessions.revoke' } });

  it('ends the session, with the same 403 as before; its own network is then refused as well', async () => {
    const { id, access_token, refresh_token } = await begin();
    expect(await causeOf(access_token)).toBe(client.client_id);
    const answers = [];
    for (let i = 0; i < 5; i++) answers.push(await renew(refresh_token, ELSEWHERE));
    for (const answer of answers) {
      expect(answer.status).toBe(403);
      expect(told(answer)).toEqual(told(answers[0] as Answer));
    }
    expect((await renew(refresh_token)).status).toBe(401);
    await vi.waitFor(async () => expect(await causeOf(access_token)).toBe(REFUSAL_REASONS.session_revoked));
    expect(await revocations(id)).toMatchObject([
      {
        actorId: client.client_id,
        address: ELSEWHERE,
        after: { reason: '3 refreshes from another network' },
      },
    ]);
  });

  it('is the third of the whole session: one from the right network in between changes nothing', async () => {
    const first = await begin();
    for (let i = 0; i < 2; i++) expect((await renew(first.refresh_token, ELSEWHERE)).status).toBe(403);
    const second = (await renew(first.refresh_token)).body as Tokens;
    expect(second.refresh_token).toBeTruthy();
    expect((await renew(second.refresh_token, ELSEWHERE)).status).toBe(403);
    expect((await renew(second.refresh_token)).status).toBe(401);
  });

  it('ends it once, however many come at the same moment', async () => {
    const { id, refresh_token } = await begin();
    const answers = await Promise.all(Array.from({ length: 20 }, () => renew(refresh_token, ELSEWHERE)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([403]));
    expect(await revocations(id)).toHaveLength(1);
  });

  it('keeps the words of the earlier address', async () => {
    const { refresh_token } = await begin();
    for (let i = 0; i < 4; i++) {
      const body = { refreshToken: refresh_token };
      const answer = await callRoute(earlierRefresh, { body, address: ELSEWHERE });
      expect(answer.status).toBe(403);
      expect(JSON.stringify(answer.body)).toContain('IP address was changed, need to create new session');
    }
  });
});

describe('refused before anything is looked up', () => {
  it.each([
    [{ secret: 'long enough' }, 'authId'],
    [{ authId: 'a', secret: 'long enough' }, 'authId'],
    [{ authId: 'someone', secret: '' }, 'secret'],
    [{ authId: 'someone', secret: 'x'.repeat(201) }, 'secret'],
  ])('%j is 422', async (body, path) => {
    const answer = await signIn(body);
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ path }]);
  });

  it('a caller without a known address is 403', async () => {
    expect((await signIn({ authId: client.auth_id, secret: client.secret }, '')).status).toBe(403);
  });

  it('the 61st wrong try of a minute from one network is 429, the others’ are not', async () => {
    const wrong = { authId: client.auth_id, secret: 'wrong secret' };
    const answers = await Promise.all(Array.from({ length: 80 }, () => signIn(wrong, '198.51.100.9')));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(60);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(20);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await signIn({ ...wrong, secret: client.secret }, '198.51.100.9')).status).toBe(429);
    expect((await signIn({ ...wrong, secret: client.secret }, '198.51.100.10')).status).toBe(201);
  });

  it('right ones are not counted', async () => {
    for (let i = 0; i < 65; i++) await begin(client, '198.51.100.11');
  });
});
