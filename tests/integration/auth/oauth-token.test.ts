import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GET as validate } from '#app/api/v1/auth_token/validation/route.ts';
import { POST as sendEvent } from '#app/api/v1/events/route.ts';
import { POST as sendFile } from '#app/api/v1/files/route.ts';
import { GET as me } from '#app/api/v1/me/route.ts';
import { POST as check } from '#app/api/v1/permission_checks/route.ts';
import { POST as scan } from '#app/api/v1/scan/route.ts';
import { POST as grant } from '#app/oauth/token/route.ts';
import { systemContext } from '#lib/auth/context.ts';
import { publicKeys } from '#lib/auth/signing-keys.ts';
import { deleteClient } from '#lib/clients/delete-client.ts';
import { mintClientToken } from '#lib/clients/mint-client-token.ts';
import { moveSecretEnd } from '#lib/clients/move-secret-end.ts';
import { signIssuedToken } from '#lib/clients/oauth/issued-token.ts';
import { flushRefusedCalls } from '#lib/clients/refusals/note-refused-call.ts';
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
const HOME = '127.0.0.1';
const GRANT = { grant_type: 'client_credentials' };

let person: Person;
let client: TestClient;
beforeAll(async () => {
  person = await makePerson('ada', ['administrator']);
  await startChangeFeed();
  // The first question of a process takes longer than a token is given.
  await prisma().client.count();
});
beforeEach(async () => {
  await prisma().loginThrottle.deleteMany();
  client = await makeClient({ scopes: ['authz:check'] });
});

const ask = (form: object = {}, secretKey = client.secretKey, call: object = {}): Promise<Answer> =>
  callOauth(grant, { form: { ...GRANT, ...form }, basic: [client.id, secretKey], ...call });
const tokenFor = async (form: object = {}): Promise<string> => String((await ask(form)).body.access_token);
const event = (token: string, address = HOME) =>
  callRoute(sendEvent, { token, address, body: { name: 'order.paid', category: 'shop', data: {} } });
const change = (given: ClientChange) => updateClient(systemContext('tests'), client.id, given);
const refusals = async (): Promise<string[]> => {
  await flushRefusedCalls();
  const text = 'SELECT DISTINCT reason FROM client_refusals WHERE client_id = $1 ORDER BY 1';
  const { rows } = await pool().query<{ reason: string }>(text, [client.id]);
  return rows.map(({ reason }) => reason);
};

describe('a client that authenticates itself', () => {
  it('by HTTP Basic gets a token, and an answer that nobody keeps', async () => {
    const answer = await ask();
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 600,
      scope: 'authz:check',
    });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('pragma')).toBe('no-cache');
    expect(answer.headers.get('x-request-id')).toBeTruthy();
  });

  it('by the body gets one as well', async () => {
    const form = { ...GRANT, client_id: client.id, client_secret: client.secretKey };
    const answer = await callOauth(grant, { form });
    expect([answer.status, answer.body.token_type]).toEqual([200, 'Bearer']);
  });

  it('may form-encode every character of the header', async () => {
    const encoded = [...`${client.secretKey}`].map((c) => `%${c.charCodeAt(0).toString(16)}`).join('');
    const authorization = `Basic ${btoa(`${client.id}:${encoded}`)}`;
    expect((await callOauth(grant, { form: GRANT, headers: { authorization } })).status).toBe(200);
  });

  it('in two ways at once is refused, also with the same secret twice', async () => {
    const answer = await ask({ client_id: client.id, client_secret: client.secretKey });
    expect([answer.status, answer.body.error]).toEqual([400, 'invalid_request']);
    const other = await ask({ client_id: person.id });
    expect([other.status, other.body.error]).toEqual([400, 'invalid_request']);
    expect((await ask({ client_id: client.id })).status).toBe(200);
  });

  it('by either of its secrets while they are exchanged, and not by the one that ended', async () => {
    const { secret_key } = await rotateSecret(systemContext('tests'), client.id, '1h');
    expect([(await ask()).status, (await ask({}, secret_key)).status]).toEqual([200, 200]);
    const withOld = await tokenFor();
    await moveSecretEnd(systemContext('tests'), client.id, 'now');
    await expect.poll(async () => (await ask()).status).toBe(401);
    expect((await event(withOld)).status).toBe(401);
    const { access_token } = (await ask({}, secret_key)).body;
    expect((await event(String(access_token))).status).toBe(202);
    expect(await refusals()).toEqual(['secret_ended']);
  });
});

describe('a client that may not', () => {
  const failed = async (given: Promise<Answer>) => {
    const { status, body, headers } = await given;
    return { status, body, challenge: headers.get('www-authenticate') };
  };

  it('is told the same for a wrong secret, an unknown id, a disabled, expired or deleted client', async () => {
    const wrong = await failed(ask({}, `${client.secretKey}x`));
    expect(wrong).toEqual({
      status: 401,
      body: { error: 'invalid_client', error_description: 'Client authentication failed.' },
      challenge: expect.stringMatching(/^Basic realm="/),
    });
    const stranger = callOauth(grant, { form: GRANT, basic: [person.id, client.secretKey] });
    expect(await failed(stranger)).toEqual(wrong);
    expect(await failed(callOauth(grant, { form: GRANT, basic: ['no id', 'x'] }))).toEqual(wrong);
    const inBody = { ...GRANT, client_id: client.id, client_secret: 'x' };
    expect(await failed(callOauth(grant, { form: inBody }))).toEqual(wrong);
    expect(await failed(callOauth(grant, { form: GRANT }))).toEqual(wrong);
    expect(await failed(callOauth(grant, { form: GRANT, token: person.token }))).toEqual(wrong);
    for (const basic of ['', 'no colon', ':', '%zz:%zz']) {
      const headers = { authorization: `Basic ${btoa(basic)}` };
      expect(await failed(callOauth(grant, { form: GRANT, headers }))).toEqual(wrong);
    }
    expect(await refusals()).toEqual(['wrong_secret']);

    await change({ enabled: false });
    await expect.poll(() => failed(ask())).toEqual(wrong);
    await change({ enabled: true, expires_at: new Date(Date.now() - 1_000) });
    await expect.poll(refusals).toContain('client_disabled');
    await expect.poll(() => failed(ask()).then(refusals)).toContain('client_expired');
    await deleteClient(systemContext('tests'), client.id);
    expect(await failed(ask())).toEqual(wrong);
  });

  it('is refused from an address that it does not allow', async () => {
    await change({ address_ranges: ['10.0.0.0/8'] });
    await expect.poll(async () => (await ask()).status).toBe(401);
    expect((await ask({}, client.secretKey, { address: '10.1.2.3' })).status).toBe(200);
    expect(await refusals()).toEqual(['address_not_allowed']);
  });

  it('waits after too many wrong guesses from one address, before its secret is looked at', async () => {
    const guesses = await Promise.all(Array.from({ length: 61 }, () => ask({}, 'a guess')));
    const statuses = guesses.map(({ status }) => status).toSorted();
    expect([statuses.filter((status) => status === 401).length, statuses.at(-1)]).toEqual([60, 429]);
    const right = await ask();
    expect([right.status, right.body.error]).toEqual([429, 'temporarily_unavailable']);
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await ask({}, client.secretKey, { address: '127.0.0.2' })).status).toBe(200);
  });

  it('does not use up its tries with right secrets', async () => {
    for (let i = 0; i < 70; i++) expect((await ask()).status).toBe(200);
  });
});

describe('a request', () => {
  it.each([
    ['without a grant type', '', 'invalid_request'],
    ['with an empty one', 'grant_type=', 'invalid_request'],
    ['with another one', 'grant_type=password', 'unsupported_grant_type'],
    ['with a parameter twice', 'grant_type=client_credentials&scope=a&scope=a', 'invalid_request'],
    ['with a scope beyond the client', 'grant_type=client_credentials&scope=all_all', 'invalid_scope'],
    [
      'with one beyond it beside one of it',
      `${new URLSearchParams({ ...GRANT, scope: 'authz:check x' })}`,
      'invalid_scope',
    ],
  ])('%s is refused by name', async (_, form, error) => {
    const answer = await callOauth(grant, { form, basic: [client.id, client.secretKey] });
    expect([answer.status, answer.body.error]).toEqual([400, error]);
    expect(answer.body.error_description).toEqual(expect.any(String));
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('that is no form, or too large, is refused', async () => {
    const json = await ask({}, client.secretKey, { headers: { 'content-type': 'application/json' } });
    expect([json.status, json.body.error]).toEqual([400, 'invalid_request']);
    const large = await ask({ scope: 'x'.repeat(20_000) });
    expect([large.status, large.body.error]).toEqual([400, 'invalid_request']);
  });

  it('takes no secret from the address', async () => {
    const path = `/oauth/token?client_id=${client.id}&client_secret=${client.secretKey}`;
    expect((await callOauth(grant, { form: GRANT, path })).status).toBe(401);
  });
});

describe('the token', () => {
  it('is verified with the public keys, and says whose it is and for what', async () => {
    const token = await tokenFor({ scope: 'authz:check' });
    const keys = createLocalJWKSet((await publicKeys()) as JSONWebKeySet);
    const { payload } = await jwtVerify(token, keys, { typ: 'at+jwt', audience: 'urn:the-eye:api' });
    expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'EdDSA', typ: 'at+jwt' });
    expect(payload).toMatchObject({
      iss: 'urn:the-eye',
      sub: client.id,
      client_id: client.id,
      gty: 'client-credentials',
      scope: 'authz:check',
      jti: expect.any(String),
    });
    expect(Number(payload.exp) - Number(payload.iat)).toBe(600);
  });

  it('lives no longer than the client allows', async () => {
    await change({ max_token_lifetime_seconds: 60 });
    await expect.poll(async () => (await ask()).body.expires_in).toBe(60);
  });

  it('is good for events, scans, files and questions about rights', async () => {
    const token = await tokenFor();
    expect((await event(token)).status).toBe(202);
    expect((await callRoute(scan, { token, body: { text: 'hello' } })).status).toBe(200);
    const form = new FormData();
    form.set('file', new File(['hello'], 'hello.txt', { type: 'text/plain' }));
    const upload = new Request('http://localhost/', { method: 'POST', body: form });
    upload.headers.set('authorization', `Bearer ${token}`);
    expect((await sendFile(upload, { params: Promise.resolve({}) })).status).toBe(202);
    const checks = [{ user_id: person.id, permissions: '"users:read"' }];
    const asked = await callRoute(check, { token, body: { checks } });
    expect(asked.body.results).toMatchObject([{ user_id: person.id, valid: true }]);
  });

  it('asks about rights only with the scope, and only while the client holds it', async () => {
    const checks = [{ user_id: person.id, permissions: '"users:read"' }];
    const statusOf = async (token: string) => (await callRoute(check, { token, body: { checks } })).status;
    const token = await tokenFor();
    expect(await statusOf(token)).toBe(200);
    await change({ scopes: [] });
    await expect.poll(() => statusOf(token)).toBe(403);
    expect((await ask()).body.scope).toBe('');
    const without = await tokenFor();
    await change({ scopes: ['authz:check'] });
    await expect.poll(() => statusOf(token)).toBe(200);
    expect(await statusOf(without)).toBe(403);
  });

  it('is nobody to whoever asks for a user', async () => {
    const token = await tokenFor();
    expect((await callRoute(validate, { token })).status).toBe(422);
    expect((await callRoute(me, { token })).status).toBe(401);
    const own = mintClientToken({ clientId: client.id, secretKey: client.secretKey, lifetimeSeconds: 60 });
    expect((await callRoute(validate, { token: own })).status).toBe(422);
  });

  it("of a user is nobody where a client's is asked for", async () => {
    expect((await event(person.token)).status).toBe(401);
  });

  it('ends after ten minutes, which is noted', async () => {
    const token = await tokenFor();
    travel(599);
    expect((await event(token)).status).toBe(202);
    travel(2);
    expect((await event(token)).status).toBe(401);
    expect(await refusals()).toEqual(['token_expired']);
  });

  it('is refused once the client is disabled, also where it was used before', async () => {
    const token = await tokenFor();
    expect((await event(token)).status).toBe(202);
    await change({ enabled: false });
    await expect.poll(async () => (await event(token)).status).toBe(401);
    expect(await refusals()).toEqual(['client_disabled']);
  });

  it('is refused from an address that the client does not allow, and above its rate', async () => {
    const token = await tokenFor();
    await change({ address_ranges: ['127.0.0.0/8'], calls_per_second: 1 });
    await expect.poll(async () => (await event(token, '10.0.0.1')).status).toBe(401);
    const sent = await Promise.all(Array.from({ length: 5 }, () => event(token)));
    expect(sent.map(({ status }) => status)).toContain(429);
  });

  it('counts once where the tokens of the client count once', async () => {
    await change({ one_time_tokens: true });
    await expect
      .poll(async () => {
        const token = await tokenFor();
        return [(await event(token)).status, (await event(token)).status];
      })
      .toEqual([202, 401]);
    expect(await refusals()).toEqual(['token_used_again']);
  });

  it('with another claim or another signature is refused', async () => {
    const token = await tokenFor();
    const [head = '', claims = '', signature = ''] = token.split('.');
    const read = JSON.parse(Buffer.from(claims, 'base64url').toString());
    const forged = Buffer.from(JSON.stringify({ ...read, scope: 'x' })).toString('base64url');
    expect((await event([head, forged, signature].join('.'))).status).toBe(401);
    const stranger = { clientId: person.id, secretId: person.id, scope: '', lifetimeSeconds: 60 };
    expect((await event(await signIssuedToken(stranger))).status).toBe(401);
  });
});
