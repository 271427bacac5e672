import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { POST as checkLink } from '#app/api/v1/account_links/check/route.ts';
import { POST as useLink } from '#app/api/v1/account_links/use/route.ts';
import { GET as audit } from '#app/api/v1/audit/route.ts';
import { POST as signIn } from '#app/api/v1/auth_token/route.ts';
import { GET as validate } from '#app/api/v1/auth_token/validation/route.ts';
import { DELETE as forgetMail, GET as readMail, PUT as saveMail } from '#app/api/v1/mail_settings/route.ts';
import { POST as tryMail } from '#app/api/v1/mail_settings/trial/route.ts';
import { POST as askReset } from '#app/api/v1/password_resets/route.ts';
import { POST as verifyAgain } from '#app/api/v1/users/[id]/email_verification/route.ts';
import { POST as inviteAgain } from '#app/api/v1/users/[id]/invitation/route.ts';
import { POST as changePassword } from '#app/api/v1/users/[id]/password/route.ts';
import { POST as startReset } from '#app/api/v1/users/[id]/password_reset/route.ts';
import { GET as getUser, PATCH as patchUser } from '#app/api/v1/users/[id]/route.ts';
import { POST as createUser } from '#app/api/v1/users/route.ts';
import { resumeAccountMails } from '#lib/auth/links/resume-account-mails.ts';
import { clock } from '#lib/platform/clock.ts';
import { prisma } from '#lib/platform/db.ts';
import { forgetSingleton } from '#lib/platform/singleton.ts';
import { type Answer, callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { readMails, sendWaitingMail, setUpMail } from '#tests/support/mail.ts';
import { type SmtpPeer, startSmtpPeer } from '#tests/support/peer-smtp.ts';
import { makePerson, type Person } from '#tests/support/people.ts';

useTestDatabase();

const NEW_PASSWORD = 'seven quiet herons';
const realNow = clock.now;
let smtp: SmtpPeer;
let admin: Person;
let mailCount = 0;

beforeAll(async () => {
  smtp = await startSmtpPeer();
  process.env.OUTBOUND_ALLOW = `127.0.0.1:${smtp.port}`;
  process.env.PUBLIC_URL = 'https://eye.example.com';
  for (const slot of ['env', 'outbound-allow']) forgetSingleton(slot);
  admin = await makePerson('ada', ['administrator']);
});
afterAll(async () => {
  await smtp[Symbol.asyncDispose]();
  delete process.env.OUTBOUND_ALLOW;
  delete process.env.PUBLIC_URL;
  for (const slot of ['env', 'outbound-allow']) forgetSingleton(slot);
});
beforeEach(async () => {
  smtp.mails.length = 0;
  smtp.refuse(null);
  await prisma().loginThrottle.deleteMany();
  await prisma().accountMail.deleteMany();
  await setUpMail(smtp);
});
afterEach(() => {
  clock.now = realNow;
});

const later = (ms: number) => {
  clock.now = () => new Date(realNow().getTime() + ms);
};

async function deliver() {
  await sendWaitingMail();
  return readMails(smtp);
}

const person = () => {
  mailCount += 1;
  return makePerson(`person-${mailCount}`, ['viewer']);
};

async function resetTokenFor(email: string): Promise<string> {
  smtp.mails.length = 0;
  expect((await callRoute(askReset, { body: { email } })).status).toBe(202);
  const mail = (await deliver()).find(({ to, token }) => to === email && token !== null);
  return mail?.token as string;
}

const use = (token: string, password?: string): Promise<Answer> =>
  callRoute(useLink, { body: { token, ...(password === undefined ? {} : { password }) } });

const mayEnter = async (email: string, password: string): Promise<boolean> =>
  (await callRoute(signIn, { body: { email, password } })).status === 200;

describe('a password that is lost', () => {
  it('is set anew by a link that came by mail, and every session ends', async () => {
    const { email, password, token: accessToken } = await person();
    const token = await resetTokenFor(email);
    const [mail] = await readMails(smtp);
    expect(mail).toMatchObject({ to: email, subject: 'Set a new password for The Eye' });
    expect(mail?.text).toContain(`https://eye.example.com/account_link#${token}`);
    expect(mail?.html).toContain(`https://eye.example.com/account_link#${token}`);
    const told = await callRoute(checkLink, { body: { token } });
    expect(told).toMatchObject({ status: 200, body: { purpose: 'reset', email } });
    expect((await use(token, NEW_PASSWORD)).status).toBe(200);
    expect(await mayEnter(email, password)).toBe(false);
    expect(await mayEnter(email, NEW_PASSWORD)).toBe(true);
    expect(await callRoute(validate, { token: accessToken })).toMatchObject({
      status: 401,
      body: { msg: 'Token has been revoked' },
    });
    smtp.mails.length = 0;
    expect(await deliver()).toMatchObject([{ to: email, subject: 'Your account at The Eye was changed' }]);
  });

  it('is set once by a link, of two at the same moment too', async () => {
    const { email } = await person();
    const token = await resetTokenFor(email);
    const answers = await Promise.all([
      use(token, 'the first of the two'),
      use(token, 'the second of the two'),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 404]);
    expect((await use(token, NEW_PASSWORD)).status).toBe(404);
  });

  it('leaves a link unused when the new password is refused', async () => {
    const { email } = await person();
    const token = await resetTokenFor(email);
    expect((await use(token)).body.errors).toMatchObject([{ path: 'password' }]);
    for (const bad of ['short', 'password1', 'PASSWORD1', 'aaaaaaaaaa', email]) {
      const answer = await use(token, bad);
      expect([bad, answer.status]).toEqual([bad, 422]);
      expect(answer.body.errors).toMatchObject([{ path: 'password' }]);
    }
    expect((await use(token, NEW_PASSWORD)).status).toBe(200);
  });

  it('is not set by a link that is over, replaced, or older than a change of address or password', async () => {
    const over = await person();
    const overToken = await resetTokenFor(over.email);
    later(31 * 60_000);
    expect((await use(overToken, NEW_PASSWORD)).status).toBe(404);
    clock.now = realNow;

    const replaced = await person();
    const first = await resetTokenFor(replaced.email);
    const second = await resetTokenFor(replaced.email);
    expect((await use(first, NEW_PASSWORD)).status).toBe(404);
    expect((await use(second, NEW_PASSWORD)).status).toBe(200);

    const moved = await person();
    const movedToken = await resetTokenFor(moved.email);
    const body = { email: `moved-${moved.email}` };
    await callRoute(patchUser, { method: 'PATCH', params: { id: moved.id }, token: admin.token, body });
    expect((await use(movedToken, NEW_PASSWORD)).status).toBe(404);

    const changed = await person();
    const changedToken = await resetTokenFor(changed.email);
    const change = { old_password: changed.password, new_password: 'changed by hand' };
    const own = { params: { id: changed.id }, token: changed.token };
    expect((await callRoute(changePassword, { ...own, body: change })).status).toBe(200);
    expect((await use(changedToken, NEW_PASSWORD)).status).toBe(404);
    expect(await mayEnter(changed.email, 'changed by hand')).toBe(true);
  });

  it('gives nothing away: the same answer for whoever is not there, and no mail', async () => {
    const { email } = await person();
    const known = await callRoute(askReset, { body: { email: email.toUpperCase() } });
    const unknown = await callRoute(askReset, { body: { email: 'nobody@example.com' } });
    expect([known.status, known.body]).toEqual([unknown.status, unknown.body]);
    expect((await deliver()).map(({ to }) => to)).toEqual([email]);
    expect(await prisma().accountMail.count({ where: { address: 'nobody@example.com' } })).toBe(0);
  });

  it('floods nobody: after three mails in a quarter of an hour no further one goes out', async () => {
    const { email } = await person();
    for (let i = 0; i < 5; i += 1) expect((await callRoute(askReset, { body: { email } })).status).toBe(202);
    expect(await deliver()).toHaveLength(3);
  });

  it('leads where the installation says, whatever the request claims', async () => {
    const { email } = await person();
    const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example' };
    await callRoute(askReset, { body: { email }, headers });
    const [mail] = await deliver();
    expect(mail?.text).toContain('https://eye.example.com/account_link#');
    expect(JSON.stringify(mail)).not.toContain('evil');
  });

  it('keeps no token: neither in the store nor in the audit log', async () => {
    const { email } = await person();
    const token = await resetTokenFor(email);
    const rows = JSON.stringify([
      await prisma().accountMail.findMany(),
      await prisma().accountLink.findMany(),
    ]);
    expect(rows).not.toContain(token);
    await use(token, NEW_PASSWORD);
    const { body } = await callRoute(audit, { token: admin.token, path: '/?action=users.reset_password' });
    expect(JSON.stringify(body)).toContain('users.reset_password');
    expect(JSON.stringify(body)).not.toContain(token);
  });

  it('an administrator starts it without ever choosing the password', async () => {
    const { id, email, password } = await person();
    const started = await callRoute(startReset, { params: { id }, token: admin.token, method: 'POST' });
    expect(started.status).toBe(202);
    expect(await mayEnter(email, password)).toBe(true);
    const [mail] = await deliver();
    expect((await use(mail?.token as string, NEW_PASSWORD)).status).toBe(200);
  });

  it('is refused where no mail server is set up, to everybody alike', async () => {
    await prisma().mailSettings.deleteMany();
    for (const email of [admin.email, 'nobody@example.com']) {
      expect((await callRoute(askReset, { body: { email } })).status).toBe(409);
    }
  });
});

describe('an invitation', () => {
  const invite = async (email: string) => {
    const body = { email, name: 'Iris', roles: ['viewer'], invite: true };
    return callRoute(createUser, { token: admin.token, body });
  };

  it('makes a user who chooses his own password', async () => {
    const made = await invite('iris@example.com');
    expect(made).toMatchObject({ status: 201, body: { password: null, email_verified_at: null } });
    expect(made.body.invited_at).not.toBeNull();
    const [mail] = await deliver();
    expect(mail).toMatchObject({ to: 'iris@example.com', subject: 'ada@example.com invites you to The Eye' });
    expect((await use(mail?.token as string, NEW_PASSWORD)).body).toMatchObject({ purpose: 'invitation' });
    expect(await mayEnter('iris@example.com', NEW_PASSWORD)).toBe(true);
    const params = { id: made.body.id as string };
    const { body } = await callRoute(getUser, { token: admin.token, params });
    expect(body).toMatchObject({ invited_at: null, email_verified_at: expect.any(String) });
    const again = await callRoute(inviteAgain, { token: admin.token, params, method: 'POST' });
    expect(again.status).toBe(409);
  });

  it('is sent again with a new link, and the first one opens nothing', async () => {
    const made = await invite('iona@example.com');
    const [first] = await deliver();
    const params = { id: made.body.id as string };
    await callRoute(inviteAgain, { token: admin.token, params, method: 'POST' });
    const [, second] = await deliver();
    expect((await use(first?.token as string, NEW_PASSWORD)).status).toBe(404);
    later(6 * 86_400_000);
    expect((await use(second?.token as string, NEW_PASSWORD)).status).toBe(200);
  });

  it('needs a mail server, and makes nobody without', async () => {
    await prisma().mailSettings.deleteMany();
    expect((await invite('ines@example.com')).status).toBe(409);
    expect(await prisma().user.count({ where: { email: 'ines@example.com' } })).toBe(0);
  });

  it('shows why it did not arrive, and is tried again only where that can help', async () => {
    smtp.refuse({ at: 'rcpt', code: 451, text: 'come back later' });
    const made = await invite('ivo@example.com');
    const params = { id: made.body.id as string };
    await deliver();
    const waiting = await callRoute(getUser, { token: admin.token, params });
    expect(waiting.body.last_mail).toMatchObject({
      state: 'waiting',
      error: expect.stringContaining('later'),
    });
    smtp.refuse({ at: 'rcpt', code: 550, text: 'no such user' });
    later(60_000);
    await deliver();
    const failed = await callRoute(getUser, { token: admin.token, params });
    expect(failed.body.last_mail).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('no such'),
    });
    smtp.refuse(null);
    later(86_400_000);
    await resumeAccountMails(clock.now());
    expect(await deliver()).toEqual([]);
  });
});

describe('an address', () => {
  it('that is changed hears of it, and the new one is asked to confirm', async () => {
    const { id, email, password, token } = await person();
    const body = { email: `new-${email}`, password };
    const moved = await callRoute(patchUser, { method: 'PATCH', params: { id }, token, body });
    expect(moved).toMatchObject({ status: 200, body: { email: `new-${email}`, email_verified_at: null } });
    const mails = await deliver();
    expect(mails.map(({ to, subject }) => [to, subject])).toEqual([
      [email, 'Your account at The Eye was changed'],
      [`new-${email}`, 'Confirm your address for The Eye'],
    ]);
    const link = mails[1]?.token as string;
    expect((await use(link)).body).toMatchObject({ purpose: 'verification' });
    const { body: self } = await callRoute(getUser, { token: admin.token, params: { id } });
    expect(self.email_verified_at).not.toBeNull();
    // What confirms an address sets no password.
    expect(await mayEnter(`new-${email}`, password)).toBe(true);
  });

  it('is confirmed by its owner alone', async () => {
    const { id, token } = await person();
    const call = { params: { id }, method: 'POST' };
    expect((await callRoute(verifyAgain, { ...call, token: admin.token })).status).toBe(403);
    expect((await callRoute(verifyAgain, { ...call, token })).status).toBe(202);
    const [mail] = await deliver();
    await use(mail?.token as string);
    expect((await callRoute(verifyAgain, { ...call, token })).status).toBe(409);
  });

  it('is written to three times in a quarter of an hour at most', async () => {
    const { id, token } = await person();
    const statuses: number[] = [];
    for (let i = 0; i < 4; i += 1) {
      statuses.push((await callRoute(verifyAgain, { params: { id }, method: 'POST', token })).status);
    }
    expect(statuses).toEqual([202, 202, 202, 429]);
    expect(await deliver()).toHaveLength(3);
  });
});

describe('the mail server', () => {
  const SECRET = 'mail-secret-0123';
  const settings = (change: object = {}) => ({
    ...{ host: '127.0.0.1', port: smtp.port, tls: 'none', from_address: 'eye@example.com' },
    ...change,
  });
  const save = (body: object) => callRoute(saveMail, { method: 'PUT', token: admin.token, body });

  it('is set up, tried and forgotten; its password is never told again', async () => {
    const saved = await save(settings({ user: 'eye', password: SECRET }));
    expect(saved).toMatchObject({ status: 200, body: { user: 'eye', has_password: true } });
    const read = await callRoute(readMail, { token: admin.token });
    const log = await callRoute(audit, { token: admin.token, path: '/?action=mail_settings.' });
    expect(JSON.stringify(log.body)).toContain('mail_settings.update');
    const stored = await prisma().mailSettings.findFirst();
    for (const text of [read.body, log.body, stored]) expect(JSON.stringify(text)).not.toContain(SECRET);
    await save(settings());
    const tried = await callRoute(tryMail, { token: admin.token, body: { to: 'ada@example.com' } });
    expect(tried.body).toMatchObject({ sent: true, answer: expect.stringContaining('queued as') });
    expect(await readMails(smtp)).toMatchObject([
      { to: 'ada@example.com', subject: 'The Eye can send mail' },
    ]);
    smtp.refuse({ at: 'rcpt', code: 550, text: 'no such user' });
    const refused = await callRoute(tryMail, { token: admin.token, body: { to: 'ada@example.com' } });
    expect(refused.body).toMatchObject({ sent: false, answer: expect.stringContaining('no such user') });
    expect((await callRoute(forgetMail, { token: admin.token, method: 'DELETE' })).status).toBe(204);
    expect((await callRoute(readMail, { token: admin.token })).body.settings).toBeNull();
  });

  it('does not get the password that was kept for another one', async () => {
    await save(settings({ user: 'eye', password: SECRET }));
    const elsewhere = await save(settings({ user: 'eye', host: 'smtp.elsewhere.example' }));
    expect(elsewhere).toMatchObject({ status: 422, body: { errors: [{ path: 'password' }] } });
    expect((await save(settings({ user: 'eye', from_name: 'Eye' }))).body.has_password).toBe(true);
    expect((await save(settings({ user: 'eye', password: null }))).body.has_password).toBe(false);
  });
});
