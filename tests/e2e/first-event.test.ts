import { expect, test } from '@playwright/test';
import { pasteCurl, signIn } from '../support/console.ts';

const CARD = /4111[ -]?1111[ -]?1111[ -]?1111/;
const MASKED_CARD = '************1111';

test('a newcomer signs in, sends the printed event, watches it arrive and opens its trace', async ({
  page,
}) => {
  await signIn(page);
  await page.goto('/events');
  await expect(page.getByRole('switch', { name: 'Live' })).toBeChecked();
  await page.evaluate(() => Object.assign(window, { sameLoad: true }));

  const accepted = await pasteCurl();
  expect(accepted.status).toBe('accepted');

  // No reload: the list follows by itself, within seconds.
  const row = page.getByRole('row').filter({ hasText: 'order.paid' }).first();
  await expect(row).toBeVisible({ timeout: 5_000 });
  await expect(row).toContainText('redact', { ignoreCase: true });
  await expect(row).toContainText('testBrand');
  expect(await page.evaluate(() => 'sameLoad' in window)).toBe(true);
  await row.getByRole('link', { name: 'order.paid' }).click();

  const event = page.getByRole('complementary', { name: 'order.paid' });
  const trace = event.getByRole('region', { name: 'Way of the event' });
  for (const step of ['Received', 'Enriched', 'Scanned', 'Decided', 'Dispatched']) {
    await expect(trace.getByText(step, { exact: true })).toBeVisible();
  }
  await expect(trace).toContainText(/Luhn/);
  await expect(event.getByText(MASKED_CARD).first()).toBeVisible();
  await expect(event.getByRole('link', { name: /^Card number/ })).toBeVisible();
  for (const destination of ['Demo log', 'Demo webhook', 'Demo GraphQL']) {
    await expect(trace.getByText(destination).first()).toBeVisible();
    const delivery = event
      .getByRole('listitem')
      .filter({ has: page.getByRole('link', { name: destination }) });
    // One call in ten is refused at first and tried again after seconds, for a newcomer to see.
    await expect(delivery.getByText('Delivered', { exact: true }).first()).toBeVisible({ timeout: 30_000 });
  }
  expect(await page.content()).not.toMatch(CARD);

  await page.goto(`/events/${accepted.id}`);
  await expect(page.getByText(MASKED_CARD).first()).toBeVisible();
  expect(await page.content()).not.toMatch(CARD);
  await page.goto('/findings');
  await expect(page.getByRole('row').filter({ hasText: 'Card number' }).first()).toBeVisible();
  expect(await page.content()).not.toMatch(CARD);
});
