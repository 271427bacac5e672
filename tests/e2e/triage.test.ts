import { randomInt, randomUUID } from 'node:crypto';
import { type APIRequestContext, type BrowserContext, expect, type Page, test } from '@playwright/test';
import { printed, signIn } from '../support/console.ts';
import { asAdministrator } from '../support/console-api.ts';

const COUNT = 20;
const PREFIX = `TRI${randomInt(1000, 9999)}`;
const NAME = `Badge ${PREFIX}`;
const badge = (number: number): string => `${PREFIX}-${String(number).padStart(3, '0')}`;

test.describe.configure({ mode: 'serial' });

let context: BrowserContext;
let page: Page;

async function send(request: APIRequestContext, badges: readonly string[]): Promise<void> {
  const command = printed('EYE_CURL');
  const [, url = ''] = /curl -sS (\S+)/.exec(command) ?? [];
  const [, authorization = ''] = /-H 'Authorization: ([^']+)'/.exec(command) ?? [];
  const data = badges.map((one) => ({
    id: randomUUID(),
    name: 'door.opened',
    data: { note: `badge ${one} at the door` },
  }));
  expect((await request.post(url, { headers: { authorization }, data })).status()).toBe(202);
}

test.beforeAll(async ({ browser, playwright, baseURL }) => {
  const address = baseURL ? { baseURL } : {};
  const request = await playwright.request.newContext(address);
  const admin = await asAdministrator(request);
  await admin.post('/api/v1/patterns', { name: NAME, regex: `${PREFIX}-\\d{3}`, keywords: [PREFIX] });
  // A change of the patterns is at work within a second.
  await expect(async () => {
    await send(
      request,
      Array.from({ length: COUNT }, (_, i) => badge(i)),
    );
    const query = new URLSearchParams({ pattern: NAME, limit: '100' });
    await expect
      .poll(async () => (await admin.get<{ items: unknown[] }>(`/api/v1/findings?${query}`)).items.length)
      .toBe(COUNT);
  }).toPass();
  await request.dispose();
  context = await browser.newContext(address);
  page = await context.newPage();
  await signIn(page);
});
test.afterAll(() => context.close());

const rows = () => page.locator('[data-row-id]');
const details = () => page.getByRole('complementary', { name: NAME });

test('a reviewer decides about twenty findings with the keyboard alone, and takes one back', async () => {
  await page.goto(`/findings?pattern=${encodeURIComponent(NAME)}&state=open`);
  await expect(rows()).toHaveCount(COUNT);
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(details()).toContainText(`1 of ${COUNT}`);

  const keys = ['r', 'a', 'e', 'f'];
  for (let left = COUNT; left > 0; left -= 1) {
    await page.keyboard.press(keys[left % keys.length] as string);
    await expect(rows()).toHaveCount(left - 1);
    // The next one is there at once; it says nothing but its mask.
    if (left > 1) await expect(details()).toContainText(`of ${left - 1}`);
  }
  await expect(page.getByText('No findings match these filters.')).toBeVisible();
  expect(await page.content()).not.toContain(badge(7));

  await page.keyboard.press('u');
  await expect(rows()).toHaveCount(1);
  await expect(rows()).toContainText('Open');
});

test('a reviewer reveals a finding, and the trail says who, when and why', async () => {
  await page.goto(`/findings?pattern=${encodeURIComponent(NAME)}&state=closed`);
  await expect(rows()).toHaveCount(COUNT - 1);
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(details()).toContainText('masked for everybody');
  expect(await page.content()).not.toMatch(new RegExp(`${PREFIX}-\\d{3}`));

  await page.keyboard.press('v');
  const dialog = page.getByRole('dialog', { name: 'Reveal what was found' });
  await dialog.getByLabel('Why do you need to see it?').fill('the guard asked');
  await page.keyboard.press('Enter');
  const shown = details().getByRole('region', { name: 'Revealed' });
  await expect(shown).toContainText(new RegExp(`badge ${PREFIX}-\\d{3} at the door`));
  await expect(details().getByRole('listitem').filter({ hasText: 'the guard asked' })).toContainText(
    'revealed the value',
  );

  await shown.getByRole('button', { name: 'Hide' }).click();
  await expect(shown).toBeHidden();
  expect(await page.content()).not.toMatch(new RegExp(`${PREFIX}-\\d{3}`));
  await page.goto('/audit?action=findings.reveal');
  await expect(page.getByRole('row').filter({ hasText: 'findings.reveal' }).first()).toBeVisible();
});

test('rows that were picked are decided together, and the decision is undone from the notice', async () => {
  await page.goto(`/findings?pattern=${encodeURIComponent(NAME)}&state=closed`);
  await expect(rows()).toHaveCount(COUNT - 1);
  await page.getByRole('button', { name: 'Select page' }).click();
  const bar = page.getByRole('region', { name: 'Decide about findings' });
  await expect(bar).toContainText(`${COUNT - 1} findings selected`);
  await bar.getByRole('button', { name: /^Open again/ }).click();
  await expect(rows()).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect(rows()).toHaveCount(COUNT - 1);
});

test('all that match are counted, decided in one go and taken back', async () => {
  await page.goto(`/findings?pattern=${encodeURIComponent(NAME)}`);
  await expect(rows()).toHaveCount(COUNT);
  const bar = page.getByRole('region', { name: 'Decide about findings' });
  await bar.getByRole('button', { name: 'Take into review' }).click();
  const dialog = page.getByRole('dialog', { name: 'Take into review: all that match' });
  await expect(dialog.getByRole('list', { name: 'By pattern' })).toContainText(`${NAME}${COUNT}`);
  await dialog.getByRole('button', { name: `Take into review: ${COUNT} findings` }).click();
  await expect(dialog).toBeHidden();
  await expect(rows().filter({ hasText: 'In review' })).toHaveCount(COUNT);
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect(rows().filter({ hasText: 'In review' })).toHaveCount(0);
});

test('a false positive is excluded with one key, and what comes again is left out and counted', async ({
  request,
}) => {
  await page.goto(`/findings?pattern=${encodeURIComponent(NAME)}&state=open`);
  await expect(rows()).toHaveCount(1);
  const mask = await rows().locator('bdi').first().textContent();
  await page.keyboard.press('j');
  await page.keyboard.press('Shift+F');
  await expect(rows()).toHaveCount(0);

  await page.goto('/exclusions');
  const exclusion = rows().filter({ hasText: NAME });
  await expect(exclusion).toContainText(mask ?? 'a mask');
  // All twenty come again: nineteen are places of their findings, one is left out.
  await expect(async () => {
    await send(
      request,
      Array.from({ length: COUNT }, (_, i) => badge(i)),
    );
    await expect(exclusion.getByRole('cell', { name: /^[1-9]\d*$/ })).toBeVisible();
  }).toPass();
  await page.goto(`/findings?pattern=${encodeURIComponent(NAME)}&reason=false_positive`);
  await expect(rows().filter({ hasText: 'places' })).not.toHaveCount(0);
});
