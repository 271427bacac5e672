import { expect, test } from '@playwright/test';
import { pasteCurl, signIn } from '../support/console.ts';

test('a newcomer signs in, sends the printed event, watches it arrive and opens its trace', async ({
  page,
}) => {
  await signIn(page);
  await page.goto('/events');
  await expect(page.getByRole('switch', { name: 'Live' })).toBeVisible();

  const accepted = await pasteCurl();
  expect(accepted.status).toBe('accepted');

  // No reload: the list follows by itself.
  const row = page.getByRole('row').filter({ hasText: 'order.paid' }).first();
  await expect(row).toContainText('redact', { ignoreCase: true });
  await expect(row).toContainText('testBrand');
  await row.getByRole('link', { name: 'order.paid' }).click();

  const event = page.getByRole('complementary', { name: 'order.paid' });
  const trace = event.getByRole('region', { name: 'Way of the event' });
  for (const step of ['Received', 'Enriched', 'Scanned', 'Decided']) {
    await expect(trace.getByText(step, { exact: true })).toBeVisible();
  }
  for (const destination of ['Demo log', 'Demo webhook', 'Demo GraphQL']) {
    await expect(trace.getByText(destination).first()).toBeVisible();
  }
  await expect(trace).toContainText(/Luhn/);
  await expect(event).not.toContainText('4111 1111 1111 1111');
});

test('whoever is not signed in is sent to the sign-in page', async ({ page }) => {
  await page.goto('/events');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('signing out ends the session also for a copy of its cookie', async ({ page, context }) => {
  await signIn(page);
  const cookies = await context.cookies();
  await page.getByRole('button', { name: /account|admin/i }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await context.addCookies(cookies);
  await page.goto('/events');
  await expect(page).toHaveURL(/\/sign-in/);
});
