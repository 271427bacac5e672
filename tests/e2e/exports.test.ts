import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { pasteCurl, signIn } from '../support/console.ts';
import { asAdministrator } from '../support/console-api.ts';
import { parseCsv } from '../support/parse-csv.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const NEWEST = '/api/v1/events?limit=100';

type Listed = { items: { id: string; name: string; status: string }[] };

test.beforeAll(async () => {
  for (let i = 0; i < 3; i++) await pasteCurl();
});

test('what the list shows becomes a file: chosen, watched, fetched, and the same as the API says', async ({
  page,
  request,
}) => {
  const admin = await asAdministrator(request);
  const processed = async (): Promise<boolean> =>
    (await admin.get<Listed>(NEWEST)).items.every(({ status }) => status === 'processed');
  await expect.poll(processed).toBe(true);

  await signIn(page);
  await page.goto('/events?status=processed');
  await expect(page.getByRole('table', { name: 'Events' }).getByRole('row').nth(1)).toBeVisible();
  await page.keyboard.press('Shift+E');
  const dialog = page.getByRole('dialog', { name: 'Export events' });
  await expect(dialog.getByRole('list', { name: 'Filters set' })).toHaveText(/^Status\s*Processed$/);
  const count = (await admin.get<Listed>(`${NEWEST}&status=processed`)).items.length;
  await expect(dialog.getByRole('status')).toHaveText(`${count} events.`);
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await dialog.getByText('All columns').click();
  await dialog.getByRole('button', { name: 'Start export' }).click();
  await expect(dialog).toBeHidden();

  await page.goto('/exports');
  const row = page.getByRole('table', { name: 'Exports' }).getByRole('row').nth(1);
  await expect(row).toContainText('Done');
  await expect(row).toContainText(`${count} events`);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    row.getByRole('link', { name: /^Download/ }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^events-\d{8}T\d{6}Z\.csv$/);
  const [header = [], ...records] = parseCsv(await readFile(await download.path(), 'utf8'));
  const listed = await admin.get<Listed>(`${NEWEST}&status=processed`);
  expect(records.map((cells) => cells[header.indexOf('id')])).toEqual(listed.items.map(({ id }) => id));
  expect(records.flat().join()).not.toContain('4111111111111111');

  await row.getByRole('button', { name: 'Delete export' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete export' }).click();
  await expect(page.getByText('You have exported nothing yet.')).toBeVisible();
});

test('an export that ends while another page is open is announced with its file', async ({ page }) => {
  await signIn(page);
  await page.goto('/events');
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Export events' });
  await dialog.getByText('NDJSON').first().click();
  await dialog.getByRole('button', { name: 'Start export' }).click();
  await page.getByRole('link', { name: 'Findings' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/\.ndjson$/);
  const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\n');
  expect(lines.map((line) => Object.keys(JSON.parse(line)))).toContainEqual(
    expect.arrayContaining(['id', 'name', 'data', 'data_withheld']),
  );
});
