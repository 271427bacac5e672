import { randomUUID } from 'node:crypto';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { printed, signIn } from '../support/console.ts';
import { sendEvent } from '../support/send-events.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** Its own at every start: a worker that comes after a failure sends its events anew. */
const SESSION = `views-${randomUUID()}`;
const MASKED_CARD = '************1111';
const CARD = /4111[ -]?1111[ -]?1111[ -]?1111/;

test.beforeAll(async ({ baseURL }) => {
  const [, token = ''] = /Bearer ([\w.-]+)/.exec(printed('EYE_CURL')) ?? [];
  const target = { origin: baseURL ?? '', token };
  for (const [index, country] of ['DE', 'FR', 'DE', 'NL', 'FR', 'DE'].entries()) {
    const note = index === 0 ? 'paid with 4111 1111 1111 1111' : "it's fine";
    const data = { order: { total: 10 + index, lines: [{ sku: 'deep' }] }, customer: { country }, note };
    const name = index % 2 === 0 ? 'view.even' : 'view.odd';
    const { status } = await sendEvent(target, { name, category: 'checkout', session_id: SESSION, data });
    expect(status).toBe(202);
  }
});

const list = (page: Page) => page.getByRole('table', { name: 'Events' });
const rows = (page: Page) =>
  list(page)
    .getByRole('row')
    .filter({ hasText: /view\.(even|odd)/ });
const headers = (page: Page): Promise<string[]> => list(page).getByRole('columnheader').allInnerTexts();
const viewButton = (page: Page) => page.getByRole('button', { name: /^View:/ });
const item = (page: Page, name: string | RegExp) => page.getByRole('menuitem', { name });

async function openEvents(page: Page, query: string, count: number): Promise<void> {
  await page.goto(`/events?session_id=${SESSION}${query}`);
  await expect(rows(page)).toHaveCount(count);
  await expect(list(page)).toHaveAttribute('aria-busy', 'false');
}

async function expectAccessible(page: Page): Promise<void> {
  // Menus keep the focus inside with marks of their own, which nobody hears or sees.
  const builder = new AxeBuilder({ page }).withTags(TAGS).exclude('[data-base-ui-focus-guard]');
  const { violations } = await builder.analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual(
    [],
  );
}

async function saveView(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Shift+V');
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('dialog').getByRole('button', { name: 'Save view' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(viewButton(page)).toContainText(name);
}

test.describe.configure({ timeout: 180_000 });
test.use({ reducedMotion: 'reduce', permissions: ['clipboard-read', 'clipboard-write'] });
test.beforeEach(({ page }) => signIn(page));

test('a place of the content becomes a column from the open event, and its values filter', async ({
  page,
}) => {
  await openEvents(page, '', 6);
  await rows(page).last().getByRole('link').click();
  const event = page.getByRole('complementary', { name: 'view.even' });
  await event.getByRole('searchbox', { name: /Search in content/ }).fill('country');
  const place = event.getByRole('treeitem').filter({ hasText: 'country:' }).last();
  await expect(place).toHaveAttribute('data-match', 'true');
  await place.hover();
  await place.getByRole('button', { name: 'Add as column' }).click();
  await expect(list(page).getByRole('columnheader', { name: 'data.customer.country' })).toBeVisible();
  await expect(rows(page).last().getByRole('button', { name: 'DE', exact: true })).toBeVisible();
  expect(new URL(page.url()).searchParams.get('columns')).toContain('data.customer.country');

  await event.getByRole('button', { name: 'Close' }).click();
  await rows(page).getByRole('button', { name: 'FR', exact: true }).first().click();
  await item(page, 'Filter by this').click();
  await expect(rows(page)).toHaveCount(2);
  await page.reload();
  await expect(rows(page)).toHaveCount(2);
  await expect(rows(page).getByRole('button', { name: 'FR', exact: true })).toHaveCount(2);
});

test('columns are added by their path, moved, made wider and hidden, and stay so', async ({ page }) => {
  await openEvents(page, '', 6);
  await page.getByRole('button', { name: 'Columns and density' }).click();
  const chooser = page.getByRole('dialog', { name: 'Columns and density' });
  await chooser.getByRole('textbox', { name: 'Path as a column' }).fill('order.total');
  await chooser.getByRole('button', { name: 'Add column', exact: true }).click();
  await expect(chooser.getByText(/is not a path such as/)).toBeVisible();
  await chooser.getByRole('textbox', { name: 'Path as a column' }).fill('total');
  await chooser.getByRole('button', { name: 'Add column data.order.total' }).click();
  await chooser.getByRole('button', { name: 'Move data.order.total to the left' }).click();
  await chooser.getByRole('checkbox', { name: 'Session' }).click();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect
    .poll(() => headers(page))
    .toEqual([
      'Time',
      'data.order.total',
      'Name',
      ...['Verdict', 'Severity', 'Status', 'Category', 'Sender', 'Attributes', 'Id'],
    ]);
  const total = list(page).getByRole('columnheader', { name: 'data.order.total' });
  await expect(total).toHaveCSS('text-align', 'right');

  const edge = page.getByRole('separator', { name: 'Width of the column data.order.total' });
  await edge.focus();
  for (let presses = 0; presses < 5; presses++) await page.keyboard.press('ArrowRight');
  const width = await edge.getAttribute('aria-valuenow');
  await page.reload();
  await expect(rows(page)).toHaveCount(6);
  await expect(edge).toHaveAttribute('aria-valuenow', width ?? '');
  expect(Math.round((await total.boundingBox())?.width ?? 0)).toBe(Number(width));
  await page.evaluate(() => localStorage.clear());
});

test('a view is saved, says when it was edited, and its link shows the same rows to a fresh browser', async ({
  page,
  browser,
  baseURL,
}) => {
  await openEvents(page, '&columns=time,name,data.customer.country', 6);
  await saveView(page, 'By country');
  await expect(page.getByText('Edited', { exact: true })).toHaveCount(0);
  await rows(page).getByRole('button', { name: 'DE', exact: true }).first().click();
  await item(page, 'Filter by this').click();
  await expect(rows(page)).toHaveCount(3);
  await expect(page.getByText('Edited', { exact: true })).toBeVisible();

  await page.reload();
  await expect(rows(page)).toHaveCount(3);
  await expect(viewButton(page)).toContainText('By country');
  await expect(page.getByText('Edited', { exact: true })).toBeVisible();

  await page.keyboard.press('v');
  await expect(item(page, 'By country')).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Copy link', exact: true }).click();
  await item(page, 'Copy link to any time').click();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const fresh = await browser.newContext(baseURL ? { baseURL } : {});
  const other = await fresh.newPage();
  await other.goto(link);
  await signIn(other);
  await expect(rows(other)).toHaveCount(3);
  await expect(viewButton(other)).toContainText('By country');
  expect(await rows(other).allInnerTexts()).toHaveLength(3);
  expect(await headers(other)).toEqual(['Time', 'Name', 'data.customer.country']);
  await fresh.close();

  await page.getByRole('button', { name: 'Discard changes' }).click();
  await expect(rows(page)).toHaveCount(6);
  await expect(page.getByText('Edited', { exact: true })).toHaveCount(0);
});

test('a default view opens a bare address; deleted it is gone, and undo brings it back', async ({ page }) => {
  await openEvents(page, '&name=view.odd', 3);
  await saveView(page, 'Odd ones');
  const id = new URL(page.url()).searchParams.get('view');
  await viewButton(page).click();
  await item(page, 'Set as my default').click();
  await page.goto('/');
  await page.getByRole('navigation').getByRole('link', { name: 'Events' }).click();
  await expect(viewButton(page)).toContainText('Odd ones');
  await expect(rows(page)).toHaveCount(3);
  expect(new URL(page.url()).searchParams.get('name')).toBe('view.odd');

  await viewButton(page).click();
  await item(page, 'All events').click();
  await expect(page).toHaveURL(/view=all/);
  await page.goto(`/events?session_id=${SESSION}&name=view.odd&view=${id}`);
  await viewButton(page).click();
  await item(page, 'Delete view').click();
  await expect(viewButton(page)).toContainText('Unsaved view');
  await expect(rows(page)).toHaveCount(3);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(viewButton(page)).toContainText('Odd ones');

  await page.goto(`/events?session_id=${SESSION}&view=${id}`);
  await expect(page.getByText(/The view of this link was deleted/)).toBeVisible();
  await expect(rows(page)).toHaveCount(6);
  await page.evaluate(() => localStorage.clear());
});

test('an event and the list are copied as calls, masked and without a token', async ({ page }) => {
  await openEvents(page, '', 6);
  const token = /Bearer ([\w.-]+)/.exec(printed('EYE_CURL'))?.[1] ?? '';
  await rows(page).last().getByRole('link').click();
  await expect(page.getByRole('complementary', { name: 'view.even' }).getByRole('tree')).toBeVisible();
  await page.keyboard.press('Shift+C');
  await expect(page.getByText('cURL command copied')).toBeVisible();
  const call = await page.evaluate(() => navigator.clipboard.readText());
  expect(call).toContain('"Authorization: Bearer $TOKEN"');
  expect(call).toContain(MASKED_CARD);
  expect(call).not.toMatch(CARD);
  expect(call).not.toContain(token);
  await page.keyboard.press('c');
  const id = new URL(page.url()).searchParams.get('open');
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(id);

  await page.keyboard.press('k');
  await expect(page.getByRole('complementary', { name: 'view.odd' })).toBeVisible();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await expect(page.getByText(/this is the last row/)).toBeVisible();
  await viewButton(page).click();
  await item(page, 'Copy list as cURL').click();
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toContain(`/api/v1/events?session_id=${SESSION}`);
  await page.keyboard.press('?');
  for (const label of ['Open a view', 'Save view', 'Choose columns', 'Copy as cURL']) {
    await expect(page.getByRole('dialog').getByText(label, { exact: true })).toBeVisible();
  }
});
