import { Secret, TOTP } from 'otpauth';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GET as audit } from '#app/api/v1/audit/route.ts';
import { POST as signIn } from '#app/api/v1/auth_token/route.ts';
import { GET as validate } from '#app/api/v1/auth_token/validation/route.ts';
import { POST as renewCodes } from '#app/api/v1/users/[id]/factors/recovery_codes/route.ts';
import { GET as factors } from '#app/api/v1/users/[id]/factors/route.ts';
import { POST as confirmTotp } from '#app/api/v1/users/[id]/factors/totp/confirmation/route.ts';
import { POST as removeTotp } from '#app/api/v1/users/[id]/factors/totp/removal/route.ts';
import { POST as startTotp } from '#app/api/v1/users/[id]/factors/totp/route.ts';
import { POST as addPasskey } from '#app/api/v1/users/[id]/passkeys/route.ts';
import { clock } from '#lib/platform/clock.ts';
import { prisma } from '#lib/platform/db.ts';
import { callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makePerson, type Person } from '#tests/support/people.ts';

useTestDatabase();

const realNow = clock.now;
let admin: Person;
let count = 0;
const person = () => makePerson(`person-${++count}`, ['viewer']);

beforeAll(async () => {
  admin = await makePerson('ada', ['administrator']);
});
beforeEach(async () => {
  await prisma().loginThrottle.deleteMany();
});
afterEach(() => {
  clock.now = realNow;
});
const later = (seconds: number) => {
  clock.now = () => new Date(realNow().getTime() + seconds * 1_000);
};

const about = ({ id, token }: Person) => ({ params: { id }, token });
const codeOf = (secret: string) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: clock.now().getTime() });
const enter = ({ email, password }: Person, code?: string) =>
  callRoute(signIn, { body: { email, password, ...(code === undefined ? {} : { code }) } });

type Enrolled = Person & { secret: string; codes: string[] };

async function enrol(): Promise<Enrolled> {
  const who = await person();
  const begun = await callRoute(startTotp, { ...about(who), body: { password: who.password } });
  const secret = begun.body.secret as string;
  const done = await callRoute(confirmTotp, { ...about(who), body: { code: codeOf(secret) } });
  expect(done.status).toBe(200);
  return { ...who, secret, codes: done.body.recovery_codes as string[] };
}

describe('an authenticator', () => {
  it('is asked for once a first code has confirmed it, not before', async () => {
    const who = await person();
    const begun = await callRoute(startTotp, { ...about(who), body: { password: who.password } });
    expect(begun.body.uri).toMatch(/^otpauth:\/\/totp\/The%20Eye/);
    expect((await enter(who)).status).toBe(200);
    const wrong = await callRoute(confirmTotp, { ...about(who), body: { code: '000000' } });
    expect(wrong).toMatchObject({ status: 400, body: { errors: [{ path: 'code' }] } });
    const code = codeOf(begun.body.secret as string);
    expect((await callRoute(confirmTotp, { ...about(who), body: { code } })).status).toBe(200);
    const asked = await enter(who);
    expect(asked).toMatchObject({ status: 401, body: { second_factor: { totp: true, passkey: false } } });
    later(30);
    expect((await enter(who, codeOf(begun.body.secret as string))).status).toBe(200);
  });

  it('is asked for only after the right password', async () => {
    const who = await enrol();
    const wrong = await enter({ ...who, password: 'wrong password' }, codeOf(who.secret));
    const nobody = await enter({ ...who, email: 'nobody@example.com' });
    expect([wrong.status, wrong.body.detail]).toEqual([nobody.status, nobody.body.detail]);
    expect(wrong.body.second_factor).toBeUndefined();
  });

  it('takes no code twice, of fifty at the same moment one', async () => {
    const who = await enrol();
    later(30);
    const code = codeOf(who.secret);
    const answers = [];
    for (let i = 0; i < 50; i += 1) answers.push(enter(who, code));
    const statuses = (await Promise.all(answers)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    await prisma().loginThrottle.deleteMany();
    expect((await enter(who, code)).status).toBe(401);
  });

  it('lets nobody guess on: wrong codes count as wrong passwords do', async () => {
    const who = await enrol();
    const statuses = [];
    for (let i = 0; i < 7; i += 1) statuses.push((await enter(who, `00000${i}`)).status);
    expect(statuses).toContain(429);
  });

  it('takes a code of half a minute ago, and none that is older', async () => {
    const who = await enrol();
    later(120);
    const code = codeOf(who.secret);
    later(150);
    expect((await enter(who, code)).status).toBe(200);
    const old = codeOf(who.secret);
    later(240);
    expect((await enter(who, old)).status).toBe(401);
  });

  it('ends the other sessions when it comes and when it goes, and needs the password for both', async () => {
    const who = await person();
    const other = (await enter(who)).body.access_token as string;
    expect((await callRoute(startTotp, { ...about(who), body: {} })).status).toBe(400);
    const begun = await callRoute(startTotp, { ...about(who), body: { password: who.password } });
    await callRoute(confirmTotp, { ...about(who), body: { code: codeOf(begun.body.secret as string) } });
    expect((await callRoute(validate, { token: other })).status).toBe(401);
    expect((await callRoute(validate, { token: who.token })).status).toBe(200);
    expect((await callRoute(removeTotp, { ...about(who), body: { password: 'no' } })).status).toBe(400);
    const gone = await callRoute(removeTotp, { ...about(who), body: { password: who.password } });
    expect(gone.status).toBe(204);
    expect((await enter(who)).status).toBe(200);
    expect((await callRoute(factors, about(who))).body).toMatchObject({ totp: null, recovery_codes_left: 0 });
  });

  it('is put into nobody else’s account, and taken out of it by who manages users alone', async () => {
    const who = await enrol();
    const vera = await person();
    const asVera = { params: { id: who.id }, token: vera.token };
    expect((await callRoute(removeTotp, { ...asVera, body: {} })).status).toBe(403);
    const asAda = { params: { id: who.id }, token: admin.token };
    expect((await callRoute(startTotp, { ...asAda, body: { password: admin.password } })).status).toBe(403);
    expect((await callRoute(removeTotp, { ...asAda, body: {} })).status).toBe(204);
    expect((await enter(who)).status).toBe(200);
  });

  it('keeps its secret sealed, and tells it nobody again', async () => {
    const who = await enrol();
    const rows = (await prisma().authenticator.findMany()).map(({ sealed }) => sealed);
    expect(rows.length).toBeGreaterThan(0);
    const told = [
      (await callRoute(factors, about(who))).body,
      (await callRoute(audit, { token: admin.token, path: '/?action=users.' })).body,
      rows,
    ];
    for (const text of told) expect(JSON.stringify(text)).not.toContain(who.secret);
  });
});

describe('recovery codes', () => {
  it('open once each, however they are written, and are told once', async () => {
    const who = await enrol();
    expect(who.codes).toHaveLength(10);
    const [first = '', second = ''] = who.codes;
    expect((await enter(who, first)).status).toBe(200);
    expect((await enter(who, first)).status).toBe(401);
    expect((await enter(who, ` ${second.toUpperCase().replaceAll('-', ' ')} `)).status).toBe(200);
    expect((await callRoute(factors, about(who))).body.recovery_codes_left).toBe(8);
    const kept = JSON.stringify(await prisma().recoveryCode.findMany());
    for (const code of who.codes) expect(kept).not.toContain(code);
    const { body } = await callRoute(audit, { token: admin.token, path: '/?action=users.use_recovery_code' });
    expect((body.items as unknown[]).length).toBe(2);
  });

  it('made anew shut out the old ones, and open nobody else’s account', async () => {
    const [who, other] = [await enrol(), await enrol()];
    const made = await callRoute(renewCodes, { ...about(who), body: { password: who.password } });
    const codes = made.body.recovery_codes as string[];
    expect((await enter(who, who.codes[0])).status).toBe(401);
    expect((await enter(other, codes[0])).status).toBe(401);
    expect((await enter(who, codes[0])).status).toBe(200);
  });

  it('are not made without a second factor', async () => {
    const who = await person();
    const made = await callRoute(renewCodes, { ...about(who), body: { password: who.password } });
    expect(made.status).toBe(409);
  });
});

it('a passkey that answers no question of ours is refused', async () => {
  const who = await person();
  const clientDataJSON = Buffer.from(
    JSON.stringify({ type: 'webauthn.create', challenge: 'AAAA', origin: 'http://localhost:3000' }),
  ).toString('base64url');
  const response = {
    ...{ id: 'AAAA', rawId: 'AAAA', type: 'public-key', clientExtensionResults: {} },
    response: { clientDataJSON, attestationObject: 'o2NmbXRkbm9uZQ' },
  };
  const added = await callRoute(addPasskey, { ...about(who), body: { name: 'Forged', response } });
  expect(added).toMatchObject({ status: 400, body: { errors: [{ path: 'response' }] } });
  expect(await prisma().passkey.count()).toBe(0);
});
