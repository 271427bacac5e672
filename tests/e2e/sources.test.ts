import { createHmac } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { signIn } from '../support/console.ts';

test('a source is made from a preset, tried, refused, rotated and deleted on its pages', async ({
  page,
  request,
  baseURL,
}) => {
  test.setTimeout(180_000);
  const name = `code-${Date.now()}`;
  await signIn(page);
  await page.goto('/sources');
  await page.getByRole('link', { name: 'New source' }).first().click();
  await expect(page).toHaveURL(/\/sources\/new$/);
  await page.getByText('GitHub', { exact: true }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  const steps = page.getByRole('region', { name: 'At the sender' });
  await expect(steps).toContainText(`/api/v1/webhooks/${name}`);
  await expect(steps).toContainText('Payload URL');
  await page.getByRole('button', { name: 'Create source' }).click();

  const told = page.getByRole('dialog', { name: `Secret of ${name}` });
  const secret = (await told.locator('dd code').first().textContent()) ?? '';
  expect(secret.length).toBeGreaterThan(30);
  await told.getByRole('button', { name: 'I have stored it' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(page.getByText(secret)).toHaveCount(0);

  const sample = page.getByRole('region', { name: 'Send a sample' });
  await sample.getByRole('button', { name: 'Send a signed sample' }).click();
  await expect(sample.getByText('202 taken')).toBeVisible();
  const event = await sample.getByRole('link', { name: 'Open the event' }).getAttribute('href');

  // As the sender calls: once with its secret, once with another.
  const send = (key: string) => {
    const body = JSON.stringify({ action: 'opened' });
    const signature = createHmac('sha256', key).update(body).digest('hex');
    return request.post(`${baseURL}/api/v1/webhooks/${name}`, {
      headers: {
        'content-type': 'application/json',
        'x-hub-signature-256': `sha256=${signature}`,
        'x-github-event': 'issues',
      },
      data: Buffer.from(body),
    });
  };
  expect((await send(secret)).status()).toBe(202);
  expect((await send('another')).status()).toBe(401);
  const refused = page.getByRole('region', { name: 'Refused calls' });
  // Written every few seconds, and read anew by the page itself.
  await expect(refused.getByRole('row').filter({ hasText: 'Wrong signature' })).toBeVisible({
    timeout: 30_000,
  });
  await expect(refused.getByRole('listitem').first()).toContainText('x-hub-signature-256');

  await page.goto(event ?? '');
  await page.getByRole('link', { name, exact: true }).click();
  await page.getByRole('link', { name: 'See its events' }).click();
  await expect(page).toHaveURL(/\/events\?source=/);
  await expect(page.getByRole('row').filter({ hasText: 'issues' })).toBeVisible();
  await page.goBack();

  const secrets = page.getByRole('region', { name: 'Secret', exact: true });
  await secrets.getByRole('button', { name: 'Rotate secret' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Rotate secret' }).click();
  const rotated = page.getByRole('dialog', { name: `New secret of ${name}` });
  const next = (await rotated.locator('dd code').first().textContent()) ?? '';
  await rotated.getByRole('button', { name: 'I have stored it' }).click();
  for (const key of [secret, next]) await expect.poll(async () => (await send(key)).status()).toBe(202);

  await page.getByRole('button', { name: 'Delete source…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill(name);
  await dialog.getByRole('button', { name: 'Delete source' }).click();
  await expect(page).toHaveURL(/\/sources$/);
  await expect.poll(async () => (await send(next)).status()).toBe(404);
});
