import { expect, test } from '@playwright/test';
import { signIn } from '../support/console.ts';
import { asAdministrator } from '../support/console-api.ts';
import { INTERPRETERS, runSnippet } from '../support/run-snippet.ts';

type Made = { client_id: string; secret_key: string };

test('a client is tried, rotated, cut and deleted on its page, which tells what was refused', async ({
  page,
  request,
}) => {
  test.setTimeout(180_000);
  const admin = await asAdministrator(request);
  const name = `shop ${Date.now()}`;
  const made = await admin.post<Made>('/api/v1/clients', { name });
  await signIn(page);
  await page.goto(`/clients/${made.client_id}`);
  const refused = page.getByRole('region', { name: 'Accepted and refused' });
  await expect(
    refused.getByText(
      /No call in its name was refused for its token, its address or its rate in the last 24 hours\./,
    ),
  ).toBeVisible();

  // The snippets as they stand on the page, with a test token made in place.
  const sending = page.getByRole('region', { name: 'Send an event' });
  await sending.getByRole('button', { name: 'Make a test token' }).click();
  await expect(page.getByText(/Works as pasted; the test token ends in 1[45] min/)).toBeVisible();
  for (const label of Object.keys(INTERPRETERS)) {
    await sending.getByRole('button', { name: label, exact: true }).click();
    const code = await sending.locator('pre').textContent();
    expect(await runSnippet(label, code ?? '')).toContain('accepted');
  }

  // A token that somebody else signed, and a body that is none.
  const forged = [
    { alg: 'HS256' },
    { jti: 'x', gty: 'client-credentials', sub: made.client_id, iat: 1, exp: 2 },
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .concat(Buffer.alloc(32).toString('base64url'))
    .join('.');
  const send = (token: string, data: string) =>
    request.post('/api/v1/events', {
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      data: Buffer.from(data),
    });
  expect((await send(forged, '{}')).status()).toBe(401);
  const { token } = await admin.post<{ token: string }>(`/api/v1/clients/${made.client_id}/test_token`, {});
  expect((await send(token, '{"name":')).status()).toBe(400);
  // Written every few seconds.
  const counted = async (path: string) => (await admin.get<{ total: number }>(`/api/v1${path}`)).total;
  for (const path of [`/clients/${made.client_id}/refusals`, `/warnings/stats?client=${made.client_id}`])
    await expect.poll(() => counted(path)).toBe(1);
  await page.reload();
  await expect(refused.getByRole('row').filter({ hasText: 'Wrong signature' })).toContainText('127.0.0.1');
  const warnings = page.getByRole('region', { name: 'Warnings' });
  await expect(warnings.getByText('The body could not be read as JSON')).toBeVisible();

  await page.getByRole('link', { name: 'See all warnings' }).click();
  await expect(page).toHaveURL(new RegExp(`/warnings\\?client=${made.client_id}`));
  const row = page.getByRole('row').filter({ hasText: 'The body could not be read as JSON' });
  await row.getByRole('link').first().click();
  const warning = page.getByRole('complementary', { name: 'The body could not be read as JSON' });
  await expect(warning.getByRole('link', { name: 'See its events around then' })).toBeVisible();
  await warning.getByRole('link', { name: 'Open the client' }).click();

  const secret = page.getByRole('region', { name: 'Secret key' });
  await secret.getByRole('button', { name: 'Rotate secret' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Rotate secret' }).click();
  const reveal = page.getByRole('dialog', { name: `New secret of ${name}` });
  await expect(reveal.getByText('SECRET_KEY')).toBeVisible();
  await reveal.getByRole('button', { name: 'I have stored it' }).click();
  await expect(secret.getByText('good until')).toBeVisible();
  await secret.getByRole('combobox').click();
  await page.getByRole('option', { name: 'not at all' }).click();
  await secret.getByRole('button', { name: 'Move its end' }).click();
  const cut = page.getByRole('dialog');
  await expect(
    cut.getByText(/It sent 3 events that happened in the last hour\. The old secret is refused at once/),
  ).toBeVisible();
  await cut.getByRole('button', { name: 'Move its end' }).click();
  await expect(secret.getByText('Over')).toBeVisible();

  await page.getByRole('button', { name: 'Delete client…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(/It sent 3 events that happened in the last hour/)).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Delete client' })).toBeDisabled();
  await dialog.getByRole('textbox').fill(name);
  await dialog.getByRole('button', { name: 'Delete client' }).click();
  await expect(page).toHaveURL(/\/clients$/);
});
