import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GET as validate } from '#app/api/v1/auth_token/validation/route.ts';
import { POST as sendEvent } from '#app/api/v1/events/route.ts';
import { POST as openSession } from '#app/api/v1/sessions/route.ts';
import { POST as introspect } from '#app/oauth/introspect/route.ts';
import { POST as revoke } from '#app/oauth/revoke/route.ts';
import { POST as grant } from '#app/oauth/token/route.ts';
import { systemContext } from '#lib/auth/context.ts';
import { issueTokenPair } from '#lib/auth/issue-token-pair.ts';
import { createClient } from '#lib/clients/create-client.ts';
import { startChangeFeed } from '#lib/platform/change-feed.ts';
import { prisma } from '#lib/platform/db.ts';
import { callOauth } from '#tests/support/call-oauth.ts';
import { type Answer, callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makeClient, type TestClient } from '#tests/support/make-client.ts';
import { makePerson, type Person } from '#tests/support/people.ts';

useTestDatabase();
const system = () => systemContext('tests');

let admin: Person;
let manager: Person;
let viewer: Person;
let client: TestClient;
let other: TestClient;
beforeAll(async () => {
  admin = await makePerson('ada', ['administrator']);
  viewer = await makePerson('vera', ['viewer']);
  manager = await makePerson('max', []);
  const permission = await prisma().permission.findUniqueOrThrow({ where: { name: 'permissions_admin' } });
  await prisma().userPermission.create({ data: { userId: manager.id, permissionId: permission.id } });
  other = await makeClient();
  await startChangeFeed();
  await prisma().client.count();
});
beforeEach(async () => {
  client = await makeClient({ scopes: ['authz:check'] });
});

const by = (caller: TestClient | Person, token: string): Promise<Answer> =>
  'secretKey' in caller
    ? callOauth(revoke, { form: { token }, basic: [caller.id, caller.secretKey] })
    : callOauth(revoke, { form: { token }, token: caller.token });
const granted = async ({ id, secretKey }: TestClient): Promise<string> => {
  const form = { grant_type: 'client_credentials' };
  return String((await callOauth(grant, { form, basic: [id, secretKey] })).body.access_token);
};
const pairOf = ({ email, password }: Person) =>
  issueTokenPair({ ...system(), address: '127.0.0.1' }, { email, password, userAgent: 'tests' });
const use = async (token: string): Promise<number> =>
  (await callRoute(sendEvent, { token, body: { name: 'order.paid', category: 'shop', data: {} } })).status;
const isLive = async (token: string): Promise<unknown> =>
  (await callOauth(introspect, { form: { token }, token: admin.token })).body.active;
const audited = (action: string, subjectId?: string) =>
  prisma().auditEntry.findMany({ where: { action, ...(subjectId ? { subjectId } : {}) } });

describe('a client', () => {
  it('revokes one of its tokens, the others go on', async () => {
    const [token, second] = [await granted(client), await granted(client)];
    expect([await use(token), await use(second)]).toEqual([202, 202]);
    const answer = await by(client, token);
    expect([answer.status, answer.body]).toEqual([200, { text: '' }]);
    await expect.poll(() => use(token)).toBe(401);
    expect([await isLive(token), await isLive(second)]).toEqual([false, true]);
    expect(await use(second)).toBe(202);
    expect((await by(client, token)).status).toBe(200);
    const [entry, ...more] = await audited('clients.revoke_token', client.id);
    expect(entry).toMatchObject({ actorId: client.id, after: { jti: expect.any(String) } });
    expect(more).toEqual([]);
  });

  it('does not revoke what was issued to somebody else', async () => {
    const token = await granted(other);
    for (const foreign of [token, viewer.token, viewer.refreshToken]) {
      const answer = await by(client, foreign);
      expect([answer.status, answer.body.error]).toEqual([400, 'invalid_grant']);
    }
    expect([await use(token), await isLive(viewer.token)]).toEqual([202, true]);
  });

  it('is told that a token it signed itself cannot be revoked', async () => {
    const answer = await by(client, client.token);
    expect([answer.status, answer.body.error]).toEqual([400, 'unsupported_token_type']);
    expect(await use(client.token)).toBe(202);
  });

  it.each(['access_token', 'refresh_token'])('revokes its session by the %s', async (kind) => {
    const made = await createClient(system(), { name: `with a session, by ${kind}` });
    const opening = { authId: made.auth_id, secret: made.secret };
    const { body } = await callRoute(openSession, { body: opening });
    const [access, token] = [String(body.access_token), String(body[kind])];
    expect(await use(access)).toBe(202);
    expect((await by(other, token)).body.error).toBe('invalid_grant');
    const own = { id: made.client_id, secretKey: made.secret_key, token: '' };
    expect((await by(own, token)).status).toBe(200);
    await expect.poll(() => use(access)).toBe(401);
    const [entry] = await audited('client_sessions.revoke', String(body.id));
    expect(entry).toMatchObject({ actorId: made.client_id, after: { reason: 'token revoked' } });
  });

  it('with a wrong secret, or none, revokes nothing', async () => {
    const token = await granted(client);
    const wrong = await by({ ...client, secretKey: 'x' }, token);
    expect([wrong.status, wrong.body.error]).toEqual([401, 'invalid_client']);
    expect((await callOauth(revoke, { form: { token } })).status).toBe(401);
    expect(await use(token)).toBe(202);
  });
});

describe('a user', () => {
  it.each(['access_token', 'refresh_token'] as const)('ends his session by its %s', async (kind) => {
    const [pair, second] = [await pairOf(viewer), await pairOf(viewer)];
    const caller = { ...viewer, token: pair.access_token };
    expect((await by(caller, pair[kind])).status).toBe(200);
    await expect.poll(async () => (await callRoute(validate, { token: pair.access_token })).status).toBe(401);
    expect([await isLive(pair.refresh_token), await isLive(second.access_token)]).toEqual([false, true]);
    const entries = await audited('sessions.revoke');
    expect(entries.at(-1)).toMatchObject({ actorId: viewer.id, after: { reason: 'token revoked' } });
  });

  it("ends somebody else's only with the permission and within his reach", async () => {
    const [ofViewer, ofAdmin] = [await pairOf(viewer), await pairOf(admin)];
    for (const [caller, token] of [
      [viewer, ofAdmin.access_token],
      [manager, ofAdmin.refresh_token],
      [manager, ofViewer.access_token],
    ] as const) {
      const answer = await by(caller, token);
      expect([answer.status, answer.body.error]).toEqual([403, 'insufficient_scope']);
    }
    expect([await isLive(ofViewer.access_token), await isLive(ofAdmin.access_token)]).toEqual([true, true]);
    expect((await by(admin, ofViewer.refresh_token)).status).toBe(200);
    await expect.poll(() => isLive(ofViewer.access_token)).toBe(false);
  });

  it("does not revoke a client's", async () => {
    const token = await granted(client);
    const answer = await by(admin, token);
    expect([answer.status, answer.body.error]).toEqual([400, 'invalid_grant']);
    expect(await use(token)).toBe(202);
  });
});

describe('what is unknown', () => {
  it.each(['x', 'a.b.c', 'rt1.x', 'cs1.x.y'])('such as %s, is revoked already', async (token) => {
    expect((await by(client, token)).status).toBe(200);
    expect((await by(viewer, token)).status).toBe(200);
  });

  it('is no token at all, is asked for', async () => {
    const answer = await by(client, '');
    expect([answer.status, answer.body.error]).toEqual([400, 'invalid_request']);
  });
});
