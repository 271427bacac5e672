import { expect, type Page, test } from '@playwright/test';
import { signIn } from '../support/console.ts';
import { asAdministrator } from '../support/console-api.ts';
import { startKafkaPeer } from '../support/peer-kafka.ts';
import { NATS_PASSWORD, NATS_USER, startNatsPeer } from '../support/peer-nats.ts';

/** Their brokers end with the tests: nothing is to be sent to them afterwards. */
test.afterEach(async ({ request }) => {
  const admin = await asAdministrator(request);
  const { items } = await admin.get<{ items: { id: string }[] }>('/api/v1/destinations?q=Events');
  for (const { id } of items) await admin.remove(`/api/v1/destinations/${id}`);
});

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

async function createAndTry(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Create destination' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await page.getByRole('button', { name: 'Send a test event' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Delivered' })).toBeVisible({ timeout: 20_000 });
}

test('a NATS subject is made a destination by its form and tried out', async ({ page }) => {
  await using server = await startNatsPeer();
  await startNew(page, 'NATS', 'Events bus');
  await field(page, 'host').fill('10.0.0.1');
  await choose(page, 'login.type', 'User and password');
  await field(page, 'login.username').fill(NATS_USER);
  await field(page, 'login.password').fill(NATS_PASSWORD);
  await choose(page, 'mode', 'The server took it');
  await page.getByRole('button', { name: 'Create destination' }).click();
  await expect(page.locator('[data-field="config.host"]')).toContainText('not a public address');
  await field(page, 'host').fill('127.0.0.1');
  await field(page, 'port').fill(String(server.port));
  await page.getByRole('checkbox', { name: /^TLS/ }).uncheck();
  await createAndTry(page, 'Events bus');
  const tried = page.getByRole('region', { name: 'Test' });
  await expect(tried).toContainText('events.test');
  await expect(tried).toContainText('taken');
  expect(await page.content()).not.toContain(NATS_PASSWORD);
});

test('a Kafka topic is made a destination by its form and tried out', async ({ page }) => {
  await using cluster = await startKafkaPeer(3);
  await startNew(page, 'Kafka', 'Events log');
  for (const broker of cluster.brokers) {
    await field(page, 'brokers').fill(broker);
    await page.keyboard.press('Enter');
  }
  await page.getByRole('checkbox', { name: /^TLS/ }).uncheck();
  await field(page, 'topic').fill('events');
  await createAndTry(page, 'Events log');
  await expect(page.getByRole('region', { name: 'Test' })).toContainText(/events-\d+@0/);
  expect(await cluster.read('events')).toHaveLength(1);
});
