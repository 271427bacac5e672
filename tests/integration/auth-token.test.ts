import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { DELETE as revokeAll } from '#app/api/v1/auth_token/all/route.ts';
import { DELETE, POST } from '#app/api/v1/auth_token/route.ts';
import { POST as refresh } from '#app/api/v1/auth_token/token_refresh/route.ts';
import { GET as validate } from '#app/api/v1/auth_token/validation/route.ts';
import { GET as me } from '#app/api/v1/me/route.ts';
import { systemContext } from '#lib/auth/context.ts';
import { signIn } from '#lib/auth/sign-in.ts';
import { mintClientToken } from '#lib/clients/mint-client-token.ts';
import { prisma } from '#lib/platform/db.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { type Answer, callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makePerson, type Person } from '#tests/support/people.ts';
import { useTravel } from '#tests/support/travel.ts';

useTestDatabase();
let person: Person;
beforeAll(async () => {
  person = await makePerson('paula', ['viewer']);
});

const travel = useTravel();

let next = 1;
/** Every pair from an address of its own: the tests do not meet each other's limits. */
const ownAddress = (): string => `198.51.100.${next++}`;
type Pair = { access_token: string; refresh_token: string };
const pairFrom = async (address: string): Promise<Pair> => {
  const body = { email: person.email, password: person.password };
  return (await callRoute(POST, { body, address })).body as Pair;
};
const newPair = () => pairFrom(ownAddress());
const validation = (token: string) => callRoute(validate, { token });
const renew = (token: string, address: string) => callRoute(refresh, { method: 'POST', token, address });
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const claimsOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
const summary = ({ status, body }: Answer) => [status, body.msg];

describe('200', () => {
  it('gives a pair that opens the API, its access token good for ten minutes', async () => {
    const pair = await newPair();
    expect(Object.keys(pair).sort()).toEqual(['access_token', 'refresh_token']);
    const header = JSON.parse(Buffer.from(pair.access_token.split('.')[0] ?? '', 'base64url').toString());
    expect(header).toEqual({ alg: 'EdDSA', typ: 'at+jwt', kid: expect.any(String) });
    const claims = claimsOf(pair.access_token);
    expect(Object.keys(claims).sort()).toEqual(['aud', 'exp', 'iat', 'iss', 'jti', 'sid', 'sub']);
    expect(Number(claims.exp) - Number(claims.iat)).toBe(600);
    expect((await callRoute(me, { token: pair.access_token })).status).toBe(200);
    expect(summary(await validation(pair.access_token))).toEqual([200, 'Token is valid']);
  });

  it('takes the address in any case, and the older name of the header', async () => {
    const body = { email: ` ${person.email.toUpperCase()} `, password: person.password };
    const answer = await callRoute(POST, { body, address: ownAddress() });
    expect(answer.status).toBe(200);
    const headers = { authentication: `Bearer ${answer.body.access_token}` };
    expect(summary(await callRoute(validate, { headers }))).toEqual([200, 'Token is valid']);
  });

  it('renews a pair; fifty at once get one and the same successor', async () => {
    const address = ownAddress();
    const { refresh_token } = await pairFrom(address);
    const answers = await Promise.all(Array.from({ length: 50 }, () => renew(refresh_token, address)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const successors = new Set(answers.map(({ body }) => body.refresh_token));
    expect(successors.size).toBe(1);
    const [successor] = [...successors] as [string];
    expect(successor).not.toBe(refresh_token);
    expect((await renew(successor, address)).status).toBe(200);
  });

  it('answers a repeat within ten seconds as it did the first time', async () => {
    const address = ownAddress();
    const { refresh_token } = await pairFrom(address);
    const first = await renew(refresh_token, address);
    travel(9);
    const again = await renew(refresh_token, address);
    expect(again.status).toBe(200);
    expect(again.body.refresh_token).toBe(first.body.refresh_token);
  });

  it('keeps no token: the database holds hashes, the signing key is sealed', async () => {
    const pair = await newPair();
    const rows = [await prisma().session.findMany(), await prisma().signingKey.findMany()];
    const dump = JSON.stringify(rows, (_, value) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
    );
    expect(dump).not.toContain(pair.refresh_token);
    expect(dump).not.toContain(pair.access_token);
    expect(dump).not.toContain('PRIVATE KEY');
    expect(dump).not.toContain('"d":');
  });
});

describe('204', () => {
  it('revokes this pair and no other', async () => {
    const address = ownAddress();
    const [mine, other] = [await pairFrom(address), await newPair()];
    const answer = await callRoute(DELETE, { method: 'DELETE', token: mine.access_token });
    expect(answer.status).toBe(204);
    expect(summary(await validation(mine.access_token))).toEqual([401, 'Token has been revoked']);
    expect(summary(await renew(mine.refresh_token, address))).toEqual([401, 'Token has been revoked']);
    expect((await validation(other.access_token)).status).toBe(200);
  });

  it('revokes all pairs of the user and nobody else', async () => {
    const stranger = await makePerson('stranger', []);
    const pairs = await Promise.all([newPair(), newPair(), newPair()]);
    const [first] = pairs;
    expect((await callRoute(revokeAll, { method: 'DELETE', token: first.access_token })).status).toBe(204);
    for (const { access_token } of pairs) expect((await validation(access_token)).status).toBe(401);
    expect((await validation(stranger.token)).status).toBe(200);
  });
});

describe('401', () => {
  it('tells a missing header, an expired and a revoked token apart', async () => {
    expect(summary(await callRoute(validate))).toEqual([401, 'Missing Authorization Header']);
    expect(summary(await callRoute(refresh, { method: 'POST' }))).toEqual([
      401,
      'Missing Authorization Header',
    ]);
    const { access_token } = await newPair();
    travel(601);
    const expired = await validation(access_token);
    expect(summary(expired)).toEqual([401, 'Token has expired']);
    expect(expired.headers.get('www-authenticate')).toBe('Bearer');
    expect((await callRoute(me, { token: access_token })).body.detail).toBe('Token has expired');
  });

  it('counts no token of a disabled or deleted user', async () => {
    const gone = await makePerson('gone', ['viewer']);
    await prisma().user.update({ where: { id: gone.id }, data: { enabled: false } });
    expect(summary(await validation(gone.token))).toEqual([401, 'Token has been revoked']);
    await prisma().user.delete({ where: { id: gone.id } });
    expect(summary(await validation(gone.token))).toEqual([401, 'Token has been revoked']);
    expect(summary(await renew(gone.refreshToken, '127.0.0.1'))).toEqual([401, 'Token has been revoked']);
  });

  it('ends the session when a spent refresh token comes back after ten seconds', async () => {
    const address = ownAddress();
    const stolen = await pairFrom(address);
    const current = (await renew(stolen.refresh_token, address)).body as Pair;
    travel(11);
    expect(summary(await renew(stolen.refresh_token, address))).toEqual([401, 'Token has been revoked']);
    expect(summary(await renew(current.refresh_token, address))).toEqual([401, 'Token has been revoked']);
    expect(summary(await validation(current.access_token))).toEqual([401, 'Token has been revoked']);
    const session = String(claimsOf(current.access_token).sid);
    const trail = await prisma().auditEntry.findFirst({
      where: { subjectId: session, action: 'sessions.revoke' },
    });
    expect(trail?.after).toEqual({ reason: 'refresh token reused' });
  });

  it('ends the session when a token older than the spent one comes back, however soon', async () => {
    const address = ownAddress();
    const first = await pairFrom(address);
    const second = (await renew(first.refresh_token, address)).body as Pair;
    const third = (await renew(second.refresh_token, address)).body as Pair;
    expect((await renew(first.refresh_token, address)).status).toBe(401);
    expect((await validation(third.access_token)).status).toBe(401);
  });

  it('renews nothing after seven days without use', async () => {
    const address = ownAddress();
    const { refresh_token } = await pairFrom(address);
    travel(7 * 86_400 + 1);
    expect(summary(await renew(refresh_token, address))).toEqual([401, 'Token has expired']);
  });

  it("refuses a client's token, a console cookie and a refresh token as access tokens", async () => {
    const pair = await newPair();
    const ctx = { ...systemContext('tests'), address: ownAddress() };
    const { email, password } = person;
    const cookie = await signIn(ctx, { email, password, userAgent: null, kind: 'console' });
    const client = mintClientToken({ clientId: uuidv7(), secretKey: 'k'.repeat(40), lifetimeSeconds: 60 });
    for (const token of [client, cookie.token, pair.refresh_token]) {
      expect((await callRoute(me, { token })).status).toBe(401);
      expect((await validation(token)).status).toBe(422);
      expect((await renew(token, ctx.address)).status).toBe(token === pair.refresh_token ? 403 : 422);
    }
    expect((await renew(pair.access_token, ctx.address)).status).toBe(422);
  });
});

describe('403', () => {
  it('does not renew from another address, and does not spend the token', async () => {
    const address = ownAddress();
    const { refresh_token } = await pairFrom(address);
    expect((await renew(refresh_token, ownAddress())).status).toBe(403);
    expect((await renew(refresh_token, `::ffff:${address}`)).status).toBe(200);
  });

  it('is never off: an unknown address renews nothing', async () => {
    const address = ownAddress();
    const { refresh_token } = await pairFrom(address);
    expect((await renew(refresh_token, '')).status).toBe(403);
    expect((await renew(refresh_token, 'unknown')).status).toBe(403);
  });
});

describe('409', () => {
  it('answers an unknown user, a wrong password, a disabled user and the kept hash itself alike', async () => {
    const off = await makePerson('off', []);
    await prisma().user.update({ where: { id: off.id }, data: { enabled: false } });
    const { passwordHash } = await prisma().user.findUniqueOrThrow({ where: { id: person.id } });
    const answers = [];
    for (const body of [
      { email: 'nobody@example.com', password: 'x' },
      { email: person.email, password: 'x' },
      { email: person.email, password: passwordHash },
      { email: off.email, password: off.password },
    ]) {
      answers.push(await callRoute(POST, { body, address: ownAddress() }));
    }
    for (const { status, body } of answers) {
      expect(status).toBe(409);
      expect({ ...body, requestId: '' }).toEqual({ ...answers[0]?.body, requestId: '' });
      expect(body.message).toBe(body.detail);
    }
  });

  it('tells two long passwords apart that begin alike', async () => {
    const long = await makePerson('long', []);
    const { hashPassword, verifyPassword } = await import('#lib/auth/password.ts');
    const start = 'x'.repeat(100);
    const hash = await hashPassword(`${start}a`);
    expect(await verifyPassword(`${start}a`, hash)).toBe(true);
    expect(await verifyPassword(`${start}b`, hash)).toBe(false);
    expect(await verifyPassword(long.password, null)).toBe(false);
  });
});

describe('422', () => {
  it.each([
    [{}, ['email', 'password']],
    [{ email: 'a@example.com' }, ['password']],
    [{ email: 'a@example.com', password: 'x'.repeat(129) }, ['password']],
    [{ email: 1, password: 'x' }, ['email']],
  ])('names what is missing or wrong in %j', async (body, paths) => {
    const answer = await callRoute(POST, { body });
    expect(answer.status).toBe(422);
    expect((answer.body.errors as { path: string }[]).map(({ path }) => path)).toEqual(paths);
    expect(answer.body.message).toBe(answer.body.detail);
  });

  it('refuses every forged or malformed token, also an expired one', async () => {
    const { access_token } = await newPair();
    const [head = '', body = '', tail = ''] = access_token.split('.');
    const header = JSON.parse(Buffer.from(head, 'base64url').toString());
    const claims = claimsOf(access_token);
    const foreign = generateKeyPairSync('ed25519').privateKey;
    const signed = (text: string) =>
      `${text}.${sign(null, Buffer.from(text), foreign).toString('base64url')}`;
    const publicKey = (await prisma().signingKey.findFirstOrThrow()).publicJwk as { x: string };
    const hs = `${part({ ...header, alg: 'HS256' })}.${body}`;
    const other = (text: string) => (text === 'A' ? 'B' : 'A');
    const forged = [
      signed(`${head}.${part({ ...claims, exp: 1 })}`),
      signed(`${head}.${body}`),
      `${hs}.${createHmac('sha256', Buffer.from(publicKey.x, 'base64url')).update(hs).digest('base64url')}`,
      `${part({ ...header, alg: 'none' })}.${body}.`,
      `${part({ ...header, alg: 'none' })}.${body}.${tail}`,
      `${part({ ...header, crit: ['x'] })}.${body}.${tail}`,
      `${part({ ...header, kid: '../../etc/passwd' })}.${body}.${tail}`,
      `${part({ ...header, kid: uuidv7() })}.${body}.${tail}`,
      `${head}.${part({ ...claims, sub: uuidv7() })}.${tail}`,
      `${head}.${body}.${other(tail[0] ?? '')}${tail.slice(1)}`,
      `${head}.${body}.${tail}=`,
      `${head}.${body}.${tail}.x`,
      `${head}.${body}`,
      'x',
      `${access_token}${'x'.repeat(5_000)}`,
    ];
    for (const token of forged) expect([token, (await validation(token)).status]).toEqual([token, 422]);
    travel(700);
    expect(summary(await validation(`${head}.${body}.${other(tail[0] ?? '')}${tail.slice(1)}`))).toEqual([
      422,
      'Signature verification failed',
    ]);
  });

  it('refuses the last character of a signature in another spelling', async () => {
    const { access_token } = await newPair();
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const last = alphabet.indexOf(access_token.at(-1) ?? '');
    const spelled = access_token.slice(0, -1) + alphabet[last + 1];
    const bytes = (token: string) => Buffer.from(token.split('.')[2] ?? '', 'base64url');
    expect(bytes(spelled)).toEqual(bytes(access_token));
    expect((await validation(spelled)).status).toBe(422);
  });

  it.each(['Basic eDp5', 'Bearer', 'Bearer a b', 'x'])(
    'takes "%s" for a malformed token',
    async (authorization) => {
      const answer = await callRoute(validate, { headers: { authorization } });
      expect(answer.status).toBe(422);
      expect(answer.body.msg).toBe(answer.body.detail);
    },
  );

  it('refuses two headers that differ', async () => {
    const { access_token } = await newPair();
    const headers = { authentication: 'Bearer other' };
    expect((await callRoute(validate, { headers, token: access_token })).status).toBe(422);
  });
});

describe('429', () => {
  const attempt = (email: string, address: string, password = 'wrong') =>
    callRoute(POST, { body: { email, password }, address });

  it('lets five guesses through, then asks for 1, 2, 4 … 60 seconds, even of the owner from elsewhere', async () => {
    const target = await makePerson('target', []);
    for (let tries = 0; tries < 5; tries++)
      expect((await attempt(target.email, ownAddress())).status).toBe(409);
    for (const seconds of [1, 2, 4, 8, 16, 32, 60, 60]) {
      const refused = await attempt(target.email, ownAddress(), target.password);
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, String(seconds)]);
      travel(seconds);
      expect((await attempt(target.email, ownAddress())).status).toBe(409);
    }
    travel(60);
    expect((await attempt(target.email, ownAddress(), target.password)).status).toBe(200);
    expect((await attempt(target.email, ownAddress())).status).toBe(409);
  });

  it('does not keep the owner out at an address he used before', async () => {
    const owner = await makePerson('owner', []);
    for (let tries = 0; tries < 6; tries++) await attempt(owner.email, ownAddress());
    expect((await attempt(owner.email, ownAddress(), owner.password)).status).toBe(429);
    expect((await attempt(owner.email, '127.0.0.1', owner.password)).status).toBe(200);
  });

  it('asks nobody to wait for a try that was counted a moment later than his own began', async () => {
    const hasty = await makePerson('hasty', []);
    expect((await attempt(hasty.email, ownAddress())).status).toBe(409);
    travel(-1);
    expect((await attempt(hasty.email, ownAddress(), hasty.password)).status).toBe(200);
  });

  it('checks at most five passwords of forty guessed in the same moment', async () => {
    const target = await makePerson('parallel', []);
    const answers = await Promise.all(Array.from({ length: 40 }, () => attempt(target.email, ownAddress())));
    const checked = answers.filter(({ status }) => status === 409);
    expect(checked.length).toBeLessThanOrEqual(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(40 - checked.length);
  });

  it('lets one network guess twenty times a minute, whatever accounts and addresses of its own it uses', async () => {
    const from = (i: number): string => `2001:db8:7:7::${i.toString(16)}`;
    for (let tries = 0; tries < 20; tries++) {
      expect((await attempt(`account${tries}@example.com`, from(tries))).status).toBe(409);
    }
    const refused = await attempt('account@example.com', from(99));
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50);
    expect((await attempt('account@example.com', '2001:db8:7:8::1')).status).toBe(409);
    travel(60);
    expect((await attempt('account2@example.com', from(99))).status).toBe(409);
  });
});
