import { expect, type Page, test } from '@playwright/test';
import { signIn } from '../support/console.ts';
import { startHttpPeer } from '../support/peer-http.ts';
import { readMail, startSmtpPeer } from '../support/peer-smtp.ts';
import { startTokenPeer } from '../support/peer-token.ts';

/** The control of a member of the config, by its path. */
const field = (page: Page, path: string) =>
  page.locator(`[data-field="config.${path}"]`).locator('input, textarea').first();

async function choose(page: Page, path: string, option: string): Promise<void> {
  await page.locator(`[data-field="config.${path}"]`).getByRole('combobox').click();
  await page.getByRole('option', { name: option }).click();
}

async function startNew(page: Page, kind: string, name: string): Promise<void> {
  await signIn(page);
  await page.goto('/destinations/new');
  await page.getByRole('radio', { name: kind }).check({ force: true });
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
}

async function sendTest(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Send a test event' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Delivered' })).toBeVisible({ timeout: 20_000 });
}

test('a webhook that signs in by OAuth 2.0 is made by its form, tried out, and given a new secret', async ({
  page,
}) => {
  await using tokens = await startTokenPeer();
  await using peer = await startHttpPeer((call, response) => {
    const known = call.headers.authorization === `Bearer ${tokens.latest()}`;
    response.writeHead(known ? 200 : 401).end(known ? 'thanks' : 'who are you?');
  });
  await startNew(page, 'HTTP webhook', 'OAuth webhook');
  await field(page, 'url').fill('https://10.0.0.1/hook');
  await choose(page, 'auth.type', 'OAuth 2.0 client credentials');
  await field(page, 'auth.token_url').fill(tokens.url);
  await field(page, 'auth.client_id').fill('eye');
  await field(page, 'auth.client_secret').fill('oauth-secret-0123456789');
  await field(page, 'auth.scopes').fill('events:write');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Create destination' }).click();
  // The server's word stands at its field, and nothing typed is lost.
  await expect(page.locator('[data-field="config.url"]')).toContainText('not a public address');
  await expect(field(page, 'auth.client_secret')).toHaveValue('oauth-secret-0123456789');
  await field(page, 'url').fill(`${peer.origin}/hook`);
  await page.getByRole('button', { name: 'Create destination' }).click();
  const secret = page.getByRole('dialog', { name: 'Signing secret of OAuth webhook' });
  await expect(secret).toContainText('whsec_');
  await secret.getByRole('button', { name: 'I have stored it' }).click();

  await expect(page.getByRole('heading', { level: 1, name: 'OAuth webhook' })).toBeVisible();
  await sendTest(page);
  expect(peer.calls).toHaveLength(1);
  expect(tokens.calls[0]?.form.get('scope')).toBe('events:write');
  const tried = page.getByRole('region', { name: 'Test' });
  await expect(tried).toContainText('authorization: Bearer ••••••••');
  await expect(tried).toContainText('thanks');
  expect(await page.content()).not.toMatch(/oauth-secret-0123456789|access-token-/);

  await page.getByRole('button', { name: 'Rotate secret' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Rotate secret' }).click();
  await page.getByRole('button', { name: 'I have stored it' }).click();
  await expect(page.getByRole('region', { name: 'Signature' })).toContainText('Signs beside it');
  await sendTest(page);
  expect(String(peer.calls.at(-1)?.headers['webhook-signature']).split(' ')).toHaveLength(2);

  // Another host gets no secret that was stored for this one.
  await field(page, 'url').fill('https://hooks.example.com/hook');
  await expect(page.getByText('This leads to another host.')).toBeVisible();
  await page.getByRole('button', { name: 'Save destination' }).click();
  await expect(page.locator('[data-field="config.auth.client_secret"]')).toContainText(/\w{5}/);
  await expect(field(page, 'auth.client_secret')).toHaveAttribute('aria-invalid', 'true');
});

test('an e-mail destination is made by its form and tried out', async ({ page }) => {
  const login = { user: 'eye@example.com', password: 'smtp-secret-0123456789' };
  await using peer = await startSmtpPeer({ login });
  await startNew(page, 'E-mail', 'Mail to the team');
  await field(page, 'host').fill('127.0.0.1');
  await field(page, 'port').fill(String(peer.port));
  await choose(page, 'tls', 'None');
  await choose(page, 'login.type', 'User and password');
  await field(page, 'login.user').fill(login.user);
  await field(page, 'login.password').fill(login.password);
  await field(page, 'from').fill('eye@example.com');
  await page.getByRole('button', { name: 'Create destination' }).click();
  await expect(page.locator('[data-field="config.to"]')).toContainText('needs at least one address');
  await field(page, 'to').fill('oncall@example.com');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Create destination' }).click();

  await expect(page.getByRole('heading', { level: 1, name: 'Mail to the team' })).toBeVisible();
  await sendTest(page);
  expect(peer.mails).toHaveLength(1);
  expect(peer.mails[0]).toMatchObject({ to: ['oncall@example.com'], user: login.user });
  expect(readMail(peer.mails[0]?.source ?? '').parts['text/plain']).toContain('A test delivery');
  const tried = page.getByRole('region', { name: 'Test' });
  await expect(tried).toContainText('SMTP 250');
  await expect(tried).toContainText('Subject: test: test delivery');
  await expect(tried).toContainText('queued as 4Zx9');
  expect(await page.content()).not.toContain(login.password);
});
