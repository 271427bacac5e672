import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { GET as validate } from '#app/api/v1/auth_token/validation/route.ts';
import { signAccessToken } from '#lib/auth/access-token.ts';
import { systemContext } from '#lib/auth/context.ts';
import { rotateOldSigningKey, rotateSigningKey } from '#lib/auth/rotate-signing-key.ts';
import { forgetSigningKeys } from '#lib/auth/signing-keys.ts';
import { prisma } from '#lib/platform/db.ts';
import { callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makePerson, type Person } from '#tests/support/people.ts';
import { type Served, serveRoutes } from '#tests/support/serve-routes.ts';

useTestDatabase();
let person: Person;
let sessionId: string;
let served: Served;
beforeAll(async () => {
  person = await makePerson('ada', []);
  const session = await prisma().session.findFirstOrThrow({ where: { userId: person.id } });
  sessionId = session.id;
  served = await serveRoutes({}, { fastLane: true });
});
afterAll(() => served[Symbol.asyncDispose]());

const jwks = async (): Promise<JSONWebKeySet> => {
  const answer = await fetch(`${served.origin}/.well-known/jwks.json`);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/jwk-set+json']);
  return (await answer.json()) as JSONWebKeySet;
};
const fresh = (): Promise<string> => signAccessToken({ userId: person.id, sessionId });
const statusOf = async (token: string): Promise<number> => (await callRoute(validate, { token })).status;
const kidOf = (token: string) => decodeProtectedHeader(token).kid;

it('the public keys verify what is signed, and say nothing of the private ones', async () => {
  const set = await jwks();
  const { payload } = await jwtVerify(person.token, createLocalJWKSet(set), { typ: 'at+jwt' });
  expect(payload.sub).toBe(person.id);
  expect(set.keys).toEqual([
    { kty: 'OKP', crv: 'Ed25519', x: expect.any(String), kid: expect.any(String), alg: 'EdDSA', use: 'sig' },
  ]);
});

it('a new key signs at once; what the old one signed stays good until it retires', async () => {
  const old = await fresh();
  const { kid, before } = await rotateSigningKey(systemContext('tests'));
  expect(before).toBe(kidOf(old));
  const signed = await fresh();
  expect(kidOf(signed)).toBe(kid);
  expect([await statusOf(old), await statusOf(signed)]).toEqual([200, 200]);
  expect((await jwks()).keys.map((key) => key.kid)).toEqual([kid, before]);

  const another = await fresh();
  const unseen = await prisma().signingKey.update({
    where: { id: before ?? '' },
    data: { retiredAt: new Date() },
  });
  expect(unseen.retiredAt).not.toBeNull();
  forgetSigningKeys();
  expect((await jwks()).keys.map((key) => key.kid)).toEqual([kid]);
  expect(await statusOf(another)).toBe(200);
  const entry = await prisma().auditEntry.findFirst({ where: { action: 'signing_keys.rotate' } });
  expect(JSON.stringify(entry)).toContain(kid);
  expect(JSON.stringify(entry)).not.toContain('PRIVATE');
});

it('an unseen token of a key that has retired is refused', async () => {
  const old = await fresh();
  await rotateSigningKey(systemContext('tests'));
  await prisma().signingKey.update({ where: { id: kidOf(old) ?? '' }, data: { retiredAt: new Date(0) } });
  forgetSigningKeys();
  expect(await statusOf(old)).toBe(422);
});

it('a key is replaced by itself after thirty days, and not before', async () => {
  expect(await rotateOldSigningKey(systemContext('tests'))).toBe(false);
  const current = kidOf(await fresh()) ?? '';
  const longAgo = new Date(Date.now() - 31 * 86_400_000);
  await prisma().signingKey.update({ where: { id: current }, data: { createdAt: longAgo } });
  expect(await rotateOldSigningKey(systemContext('tests'))).toBe(true);
  expect(await rotateOldSigningKey(systemContext('tests'))).toBe(false);
  expect(kidOf(await fresh())).not.toBe(current);
});

it('two who rotate at once make two keys, one of which signs', async () => {
  await Promise.all([rotateSigningKey(systemContext('a')), rotateSigningKey(systemContext('b'))]);
  const signing = await prisma().signingKey.count({ where: { retiredAt: null } });
  expect(signing).toBe(1);
  expect(await statusOf(await fresh())).toBe(200);
});
