import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DELETE as signOut } from '#app/api/v1/auth_token/route.ts';
import { POST as refresh } from '#app/api/v1/auth_token/token_refresh/route.ts';
import { POST as sendEvent } from '#app/api/v1/events/route.ts';
import { POST as openSession } from '#app/api/v1/sessions/route.ts';
import { POST as introspect } from '#app/oauth/introspect/route.ts';
import { POST as grant } from '#app/oauth/token/route.ts';
import { systemContext } from '#lib/auth/context.ts';
import { issueTokenPair } from '#lib/auth/issue-token-pair.ts';
import { updateUser } from '#lib/auth/update-user.ts';
import { createClient } from '#lib/clients/create-client.ts';
import { mintClientToken } from '#lib/clients/mint-client-token.ts';
import { moveSecretEnd } from '#lib/clients/move-secret-end.ts';
import { rotateSecret } from '#lib/clients/rotate-secret.ts';
import type { ClientChange } from '#lib/clients/schema.ts';
import { updateClient } from '#lib/clients/update-client.ts';
import { startChangeFeed } from '#lib/platform/change-feed.ts';
import { pool, prisma } from '#lib/platform/db.ts';
import { callOauth } from '#tests/support/call-oauth.ts';
import { type Answer, callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makeClient, type TestClient } from '#tests/support/make-client.ts';
import { makePerson, type Person } from '#tests/support/people.ts';
import { useTravel } from '#tests/support/travel.ts';

useTestDatabase();
const travel = useTravel();
const system = () => systemContext('tests');
const DEAD = { status: 200, body: { active: false } };

/** Who asks: a service with the scope. */
let asker: TestClient;
let client: TestClient;
let admin: Person;
let viewer: Person;
beforeAll(async () => {
  admin = await makePerson('ada', ['administrator']);
  viewer = await makePerson('vera', ['viewer']);
  asker = await makeClient({ scopes: ['authz:check'] });
  await startChangeFeed();
  await prisma().client.count();
});
beforeEach(async () => {
  client = await makeClient({ scopes: ['authz:check'] });
});

const about = async (token: string, form: object = {}): Promise<Pick<Answer, 'status' | 'body'>> => {
  const basic = [asker.id, asker.secretKey] as const;
  const { status, body } = await callOauth(introspect, { form: { token, ...form }, basic });
  return { status, body };
};
const soon = (token: string) => expect.poll(() => about(token));
const granted = async (): Promise<string> => {
  const form = { grant_type: 'client_credentials' };
  const { body } = await callOauth(grant, { form, basic: [client.id, client.secretKey] });
  return String(body.access_token);
};
const pairOf = ({ email, password }: Person) =>
  issueTokenPair({ ...system(), address: '127.0.0.1' }, { email, password, userAgent: 'tests' });
const change = (given: ClientChange) => updateClient(system(), client.id, given);
const nowSeconds = () => Date.now() / 1_000;
const swapped = (token: string): string => token.slice(0, -2) + (token.endsWith('AA') ? 'BB' : 'AA');

describe('whoever asks', () => {
  const form = { token: 'x' };

  it('is a client with the scope, or a user who manages permissions', async () => {
    const inBody = { ...form, client_id: asker.id, client_secret: asker.secretKey };
    for (const call of [{ form: inBody }, { form, basic: [asker.id, asker.secretKey] as const }]) {
      const { status, body, headers } = await callOauth(introspect, call);
      expect({ status, body }).toEqual(DEAD);
      expect(headers.get('cache-control')).toBe('no-store');
    }
    expect((await callOauth(introspect, { form, token: admin.token })).status).toBe(200);
  });

  it('without either is refused by name', async () => {
    await change({ scopes: [] });
    const basic = [client.id, client.secretKey] as const;
    await expect
      .poll(async () => (await callOauth(introspect, { form, basic })).body.error)
      .toBe('insufficient_scope');
    const user = await callOauth(introspect, { form, token: viewer.token });
    expect([user.status, user.body.error]).toEqual([403, 'insufficient_scope']);
  });

  it.each([
    ['nobody', {}, 'invalid_client', 'Basic'],
    ['a forged bearer', { token: 'x' }, 'invalid_token', 'Bearer'],
  ])('being %s is refused', async (_, call, error, challenge) => {
    const answer = await callOauth(introspect, { form, ...call });
    expect([answer.status, answer.body.error]).toEqual([401, error]);
    expect(answer.headers.get('www-authenticate')).toMatch(new RegExp(`^${challenge} `));
  });

  it('in two ways, or about nothing, is refused', async () => {
    const twice = await callOauth(introspect, { form: { ...form, client_secret: 'x' }, token: admin.token });
    expect([twice.status, twice.body.error]).toEqual([400, 'invalid_request']);
    expect(await about('')).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });
});

describe("a user's access token", () => {
  it('is live, with who and for what', async () => {
    const { access_token: token } = await pairOf(viewer);
    const { body } = await about(token, { token_type_hint: 'refresh_token' });
    expect(body).toEqual({
      active: true,
      sub: viewer.id,
      username: viewer.email,
      scope: expect.stringMatching(/(^| )events:read( |$)/),
      exp: Number(body.iat) + 600,
      iat: expect.any(Number),
      token_type: 'Bearer',
      iss: 'urn:the-eye',
      aud: 'urn:the-eye:api',
      jti: expect.any(String),
    });
    expect(body.scope).not.toContain('write');
  });

  it('is dead once forged, expired or signed out', async () => {
    const { access_token: token } = await pairOf(viewer);
    expect(await about(swapped(token))).toEqual(DEAD);
    expect((await callRoute(signOut, { method: 'DELETE', token })).status).toBe(204);
    await soon(token).toEqual(DEAD);
    const other = (await pairOf(viewer)).access_token;
    travel(601);
    expect(await about(other)).toEqual(DEAD);
  });

  it('and the refresh token are dead once the user is disabled', async () => {
    const person = await makePerson('paul', []);
    expect((await about(person.token)).body.active).toBe(true);
    expect((await about(person.refreshToken)).body.active).toBe(true);
    await updateUser(system(), person.id, { enabled: false });
    await soon(person.token).toEqual(DEAD);
    expect(await about(person.refreshToken)).toEqual(DEAD);
  });
});

describe("a user's refresh token", () => {
  it('is live until it is spent or its session ends', async () => {
    const { refresh_token: token } = await pairOf(viewer);
    const { body } = await about(token);
    expect(body).toEqual({
      active: true,
      sub: viewer.id,
      username: viewer.email,
      scope: expect.any(String),
      exp: expect.any(Number),
      iat: expect.any(Number),
      token_type: 'refresh_token',
      iss: 'urn:the-eye',
      aud: 'urn:the-eye:api',
      jti: expect.any(String),
    });
    expect(Number(body.exp) - nowSeconds()).toBeGreaterThan(6 * 86_400);
    expect(await about(swapped(token))).toEqual(DEAD);
    const { body: next } = await callRoute(refresh, { method: 'POST', token });
    expect(await about(token)).toEqual(DEAD);
    expect((await about(String(next.refresh_token))).body.active).toBe(true);
    travel(8 * 86_400);
    expect(await about(String(next.refresh_token))).toEqual(DEAD);
  });
});

describe('a token that was issued to a client', () => {
  it('is live, with whose it is and for what', async () => {
    const { body } = await about(await granted());
    expect(body).toEqual({
      active: true,
      sub: client.id,
      client_id: client.id,
      scope: 'authz:check',
      exp: Number(body.iat) + 600,
      iat: expect.any(Number),
      token_type: 'Bearer',
      iss: 'urn:the-eye',
      aud: 'urn:the-eye:api',
      jti: expect.any(String),
    });
  });

  it('is dead once forged, expired, or its client is disabled or expired', async () => {
    const token = await granted();
    expect(await about(swapped(token))).toEqual(DEAD);
    await change({ enabled: false });
    await soon(token).toEqual(DEAD);
    await change({ enabled: true });
    await soon(token).toMatchObject({ body: { active: true } });
    await change({ expires_at: new Date(Date.now() - 1_000) });
    await soon(token).toEqual(DEAD);
    await change({ expires_at: null });
    await soon(token).toMatchObject({ body: { active: true } });
    travel(601);
    expect(await about(token)).toEqual(DEAD);
  });

  it('is dead once its secret has ended', async () => {
    const token = await granted();
    await rotateSecret(system(), client.id, '1h');
    expect((await about(token)).body.active).toBe(true);
    await moveSecretEnd(system(), client.id, 'now');
    await soon(token).toEqual(DEAD);
  });
});

describe('a token that a client signed itself', () => {
  it('is live, with whose it is, until it expires', async () => {
    const { body } = await about(client.token);
    expect(body).toEqual({
      active: true,
      sub: client.id,
      client_id: client.id,
      scope: 'authz:check',
      exp: Number(body.iat) + 3_600,
      iat: expect.any(Number),
      token_type: 'Bearer',
      iss: client.id,
      aud: 'urn:the-eye:api',
      jti: expect.any(String),
    });
    travel(3_601);
    expect(await about(client.token)).toEqual(DEAD);
  });

  it('is dead with a wrong secret, for too long, of a stranger, or of a disabled client', async () => {
    const mint = (given: object) =>
      mintClientToken({ clientId: client.id, secretKey: client.secretKey, lifetimeSeconds: 60, ...given });
    expect(await about(mint({ secretKey: 'x' }))).toEqual(DEAD);
    expect(await about(mint({ lifetimeSeconds: 20_000 }))).toEqual(DEAD);
    expect(await about(mint({ clientId: admin.id }))).toEqual(DEAD);
    await change({ enabled: false });
    await soon(mint({})).toEqual(DEAD);
  });

  it('is not used up by being looked at, and dead once it was used where it counts once', async () => {
    await change({ one_time_tokens: true });
    const token = mintClientToken({ clientId: client.id, secretKey: client.secretKey, lifetimeSeconds: 60 });
    for (let i = 0; i < 2; i++) expect((await about(token)).body.active).toBe(true);
    const body = { name: 'order.paid', category: 'shop', data: {} };
    expect((await callRoute(sendEvent, { token, body })).status).toBe(202);
    expect(await about(token)).toEqual(DEAD);
    const { rows } = await pool().query('SELECT 1 FROM client_refusals WHERE client_id = $1', [client.id]);
    expect(rows).toEqual([]);
  });
});

it("the tokens of a client's session are live until it ends", async () => {
  const made = await createClient(system(), { name: 'with a session' });
  const opening = { authId: made.auth_id, secret: made.secret };
  const { body: session } = await callRoute(openSession, { body: opening });
  const [access, renewal] = [String(session.access_token), String(session.refresh_token)];
  expect((await about(access)).body).toMatchObject({ active: true, client_id: made.client_id });
  expect((await about(renewal)).body).toMatchObject({ active: true, token_type: 'refresh_token' });
  expect(await about(swapped(renewal))).toEqual(DEAD);
  await prisma().clientSession.updateMany({ data: { revokedAt: new Date() } });
  expect([await about(access), await about(renewal)]).toEqual([DEAD, DEAD]);
});

it.each(['x', 'a.b.c', 'rt1.x', 'cs1.x.y', 'crt1.x', '\0'])('%j is dead', async (text) => {
  expect(await about(text)).toEqual(DEAD);
});
