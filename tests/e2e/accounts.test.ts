import { type CDPSession, expect, type Page, test } from '@playwright/test';
import { Secret, TOTP } from 'otpauth';
import { type Account, signIn } from '../support/console.ts';
import { asAdministrator, type Caller } from '../support/console-api.ts';
import { readMail, type SmtpPeer, startSmtpPeer } from '../support/peer-smtp.ts';

const STAMP = Date.now();
const ivy: Account = { email: `ivy-${STAMP}@example.com`, password: 'seven quiet herons' };
let smtp: SmtpPeer;
let admin: Caller;
let id = '';

test.describe.configure({ mode: 'serial' });
test.beforeAll(async ({ playwright, baseURL }) => {
  smtp = await startSmtpPeer();
  const request = await playwright.request.newContext(baseURL ? { baseURL } : {});
  admin = await asAdministrator(request);
});
test.afterAll(async () => {
  await admin.remove('/api/v1/mail_settings');
  await smtp[Symbol.asyncDispose]();
});

/** Opens the link of the newest mail to this address, as its reader does. */
async function followLink(page: Page, email: string, subject: RegExp): Promise<void> {
  const newest = () =>
    smtp.mails.filter(({ to, source }) => to.includes(email) && subject.test(source)).at(-1)?.source;
  await expect.poll(newest, { timeout: 20_000 }).toBeTruthy();
  const text = readMail(newest() ?? '').parts['text/plain'] ?? '';
  await page.goto(/https?:\/\/\S+#[\w-]+/.exec(text)?.[0] ?? '');
  smtp.mails.length = 0;
}

test('an administrator sets up the mail server, and a trial mail goes through it', async ({ page }) => {
  await signIn(page);
  await page.goto('/settings/mail');
  await page.getByLabel('Host', { exact: true }).fill('127.0.0.1');
  await page.getByLabel('Port', { exact: true }).fill(String(smtp.port));
  await page.getByLabel('Encryption', { exact: true }).click();
  await page.getByRole('option', { name: 'None' }).click();
  await page.getByLabel('Address', { exact: true }).fill('eye@example.com');
  await page.getByRole('button', { name: 'Save mail server' }).click();
  await expect(page.getByText('The mail server is saved')).toBeVisible();
  await page.getByLabel('To', { exact: true }).fill('ops@example.com');
  await page.getByRole('button', { name: 'Send trial mail' }).click();
  await expect(page.getByText('The server took it for ops@example.com')).toBeVisible();
  expect(smtp.mails.map(({ to }) => to)).toEqual([['ops@example.com']]);
  smtp.refuse({ at: 'rcpt', code: 550, text: 'no such user' });
  await page.getByRole('button', { name: 'Send trial mail' }).click();
  await expect(page.getByText('no such user')).toBeVisible();
  smtp.refuse(null);
  smtp.mails.length = 0;
});

test('a user is invited, chooses a password, and signs in', async ({ page, browser }) => {
  await signIn(page);
  await page.goto('/users/new');
  await page.getByLabel('E-mail', { exact: true }).fill(ivy.email);
  await page.getByLabel('Name', { exact: true }).fill('Ivy');
  await expect(page.getByRole('radio', { name: /Invite by mail/ })).toBeChecked();
  await page.getByRole('button', { name: 'Invite user' }).click();
  await expect(page.getByText('has no password yet')).toBeVisible();

  const context = await browser.newContext();
  const own = await context.newPage();
  await followLink(own, ivy.email, /Subject: .* invites you/);
  await expect(own.getByRole('heading', { name: 'Welcome to The Eye' })).toBeVisible();
  expect(own.url()).not.toContain('#');
  await own.getByLabel('New password', { exact: true }).fill('password1');
  await own.getByRole('button', { name: 'Set the password' }).click();
  await expect(own.getByText('is one of those that are guessed first').first()).toBeVisible();
  await own.getByLabel('New password', { exact: true }).fill(ivy.password);
  await own.getByRole('button', { name: 'Set the password' }).click();
  await expect(own.getByRole('heading', { name: 'Your account is ready' })).toBeVisible();
  await own.getByRole('link', { name: 'Sign in' }).click();
  await signIn(own, ivy);
  await context.close();
});

test('a role shows its page without signing in again, and taken away it is refused within a second', async ({
  page,
}) => {
  const { items } = await admin.get<{ items: { id: string }[] }>(`/api/v1/users?q=${ivy.email}`);
  id = items[0]?.id ?? '';
  await signIn(page, ivy);
  const navigation = page.getByRole('navigation', { name: 'Console' });
  await expect(navigation.getByRole('link', { name: 'Patterns' })).toBeHidden();
  await admin.post(`/api/v1/users/${id}/roles`, { name: 'viewer' });
  await page.goto('/patterns');
  await expect(navigation.getByRole('link', { name: 'Patterns' })).toBeVisible();
  await expect(page.locator('[data-denied]')).toHaveCount(0);
  const status = () => page.evaluate(async () => (await fetch('/api/v1/patterns?limit=1')).status);
  expect(await status()).toBe(200);
  await admin.remove(`/api/v1/users/${id}/roles/viewer`);
  await expect.poll(status, { timeout: 1_000, intervals: [50] }).toBe(403);
  await page.goto('/patterns');
  await expect(page.locator('[data-denied="patterns:read"]')).toBeVisible();
});

test('a lost password is set anew by mail, and sessions that were open have ended', async ({
  page,
  browser,
}) => {
  const context = await browser.newContext();
  const open = await context.newPage();
  await signIn(open, ivy);
  await page.goto('/sign-in');
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await page.getByLabel('E-mail', { exact: true }).fill(ivy.email);
  await page.getByRole('button', { name: 'Send the link' }).click();
  await expect(page.getByRole('heading', { name: 'Look into your mail' })).toBeVisible();
  await followLink(page, ivy.email, /Subject: Set a new password/);
  ivy.password = 'eleven loud geese';
  await page.getByLabel('New password', { exact: true }).fill(ivy.password);
  await page.getByRole('button', { name: 'Set the password' }).click();
  await expect(page.getByRole('heading', { name: 'The new password is set' })).toBeVisible();
  await open.reload();
  await expect(open.getByRole('heading', { name: 'Sign in to The Eye' })).toBeVisible();
  await context.close();
  await page.getByRole('link', { name: 'Sign in' }).click();
  await signIn(page, ivy);
});

test('a link that was used says so', async ({ page }) => {
  await page.goto(`/account_link#${'A'.repeat(43)}`);
  await expect(page.getByRole('heading', { name: 'This link no longer opens' })).toBeVisible();
});

test('an authenticator is enrolled, asked for at the sign-in, and a recovery code opens in its place', async ({
  page,
}) => {
  await signIn(page, ivy);
  await page.goto('/account');
  await page.getByRole('button', { name: 'Add authenticator' }).click();
  await page.getByLabel('Your password', { exact: true }).fill(ivy.password);
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByRole('img', { name: 'The secret as a QR code' })).toBeVisible();
  const secret = ((await page.getByTestId('totp-secret').textContent()) ?? '').replace(/\s/g, '');
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  const first = totp.generate();
  await page.getByLabel('Code', { exact: true }).fill(first);
  await page.getByRole('button', { name: 'Confirm' }).click();
  const reveal = page.getByRole('dialog', { name: 'Your recovery codes' });
  const recovery =
    (await reveal
      .getByText(/^(?:[a-z2-9]{4}-){5}[a-z2-9]{4}$/)
      .first()
      .textContent()) ?? '';
  await reveal.getByRole('button', { name: /stored/i }).click();
  await expect(page.getByText('10 of 10 recovery codes left')).toBeVisible();

  const enter = async () => {
    await page.context().clearCookies();
    await page.goto('/sign-in');
    await page.getByLabel('E-mail', { exact: true }).fill(ivy.email);
    await page.getByLabel('Password', { exact: true }).fill(ivy.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  };
  await enter();
  await page.getByLabel('Code of your authenticator', { exact: true }).fill(first);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByText('The code is wrong, or was used already.')).toBeVisible();
  await expect.poll(() => totp.generate(), { timeout: 35_000 }).not.toBe(first);
  await page.getByLabel('Code of your authenticator', { exact: true }).fill(totp.generate());
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).not.toHaveURL(/sign-in/);

  await enter();
  await page.getByRole('button', { name: 'Use a recovery code' }).click();
  await page.getByLabel('Recovery code', { exact: true }).fill(recovery);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).not.toHaveURL(/sign-in/);
  await page.goto('/account');
  await expect(page.getByText('9 of 10 recovery codes left')).toBeVisible();
  await page.getByRole('button', { name: 'Remove authenticator' }).click();
  await page.getByLabel('Your password', { exact: true }).fill(ivy.password);
  await page.getByRole('dialog').getByRole('button', { name: 'Remove authenticator' }).click();
  await expect(page.getByText('Without one, the password alone opens your account.')).toBeVisible();
});

/** Chromium's own stand-in for a finger on a sensor (WebAuthn's automation). */
async function virtualAuthenticator(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
      ...{ isUserVerified: true, automaticPresenceSimulation: true },
    },
  });
  return session;
}

test('a passkey is made, opens the console without a password, and removed it opens nothing', async ({
  page,
}) => {
  await virtualAuthenticator(page);
  await signIn(page, ivy);
  await page.goto('/account');
  await page.getByRole('button', { name: 'Add passkey' }).click();
  await page.getByLabel('Name', { exact: true }).last().fill('Ivy’s laptop');
  await page.getByLabel('Your password', { exact: true }).fill(ivy.password);
  await page.getByRole('button', { name: 'Make passkey' }).click();
  const reveal = page.getByRole('dialog', { name: 'Your recovery codes' });
  await reveal.getByRole('button', { name: /stored/i }).click();
  await expect(page.getByText('Ivy’s laptop')).toBeVisible();

  await page.context().clearCookies();
  await page.goto('/sign-in');
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await expect(page).not.toHaveURL(/sign-in/);

  // The password alone does not open any more what the passkey guards.
  await page.context().clearCookies();
  await page.goto('/sign-in');
  await page.getByLabel('E-mail', { exact: true }).fill(ivy.email);
  await page.getByLabel('Password', { exact: true }).fill(ivy.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByLabel('Recovery code', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Use a passkey instead' }).click();
  await expect(page).not.toHaveURL(/sign-in/);

  await page.goto('/account');
  await page.getByRole('button', { name: 'Remove passkey Ivy’s laptop' }).click();
  await page.getByLabel('Your password', { exact: true }).fill(ivy.password);
  await page.getByRole('dialog').getByRole('button', { name: 'Remove passkey' }).click();
  await expect(page.getByText('Without one, the password alone opens your account.')).toBeVisible();
  await page.context().clearCookies();
  await page.goto('/sign-in');
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await expect(page.getByText('This passkey does not open an account here.')).toBeVisible();
});
