import { randomInt, randomUUID } from 'node:crypto';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { printed, signIn } from '../support/console.ts';
import { asAdministrator, type Caller } from '../support/console-api.ts';

const PREFIX = `PUB${randomInt(1000, 9999)}`;
const NAME = `Ticket ${PREFIX}`;

test.describe.configure({ mode: 'serial' });

let context: BrowserContext;
let page: Page;
let admin: Caller;
let send: (texts: readonly string[]) => Promise<void>;

test.beforeAll(async ({ browser, playwright, baseURL }) => {
  const address = baseURL ? { baseURL } : {};
  const request = await playwright.request.newContext(address);
  admin = await asAdministrator(request);
  const command = printed('EYE_CURL');
  const [, url = ''] = /curl -sS (\S+)/.exec(command) ?? [];
  const [, authorization = ''] = /-H 'Authorization: ([^']+)'/.exec(command) ?? [];
  send = async (texts) => {
    const data = texts.map((note) => ({ id: randomUUID(), name: 'ticket.opened', data: { note } }));
    // A busy machine asks its senders to come back; the same events twice are taken once.
    await expect(async () =>
      expect((await request.post(url, { headers: { authorization }, data })).status()).toBe(202),
    ).toPass();
  };
  // What came before there was a pattern for it.
  await send([`${PREFIX}-1001 is open`, `${PREFIX}-1001 and ${PREFIX}-1002`, `${PREFIX}-77 is none`]);
  await expect
    .poll(async () => {
      const query = new URLSearchParams({ name: 'ticket.opened', status: 'processed', q: PREFIX });
      return (await admin.get<{ items: unknown[] }>(`/api/v1/events?${query}`)).items.length;
    })
    .toBe(3);
  context = await browser.newContext(address);
  page = await context.newPage();
  await signIn(page);
});
test.afterAll(() => context.close());

const drawer = () => page.getByRole('complementary', { name: NAME });
const fact = (name: string) => drawer().locator('dt', { hasText: name }).locator('+ dd');

test('an administrator drafts a pattern and tries it on a text', async () => {
  await page.goto('/patterns/new');
  await page.getByLabel('Name', { exact: true }).fill(NAME);
  await page.getByLabel('Regex', { exact: true }).fill(`\\b${PREFIX}-\\d{4}\\b`);
  const tester = page.getByRole('region', { name: 'Try it', exact: true }).locator('visible=true');
  await tester.getByLabel('Text to try the pattern on').fill(`about ${PREFIX}-1001 and ${PREFIX}-77`);
  await expect(tester.getByRole('status').first()).toContainText('1 match');
  await expect(tester.getByRole('status', { name: 'What it costs' })).toContainText(
    /looks at [\d.]+\s?% of ordinary text/,
  );
  await page.getByRole('button', { name: 'Create pattern' }).click();
  await expect(drawer()).toContainText('Draft');
});

test('backtests it: what it would have found, per day, masked', async () => {
  await drawer().getByRole('tab', { name: 'Backtests' }).click();
  await expect(drawer()).toContainText('Not tried on past events yet');
  await drawer().getByRole('button', { name: 'Backtest', exact: true }).click();
  await expect(drawer()).toContainText('Done', { timeout: 30_000 });
  await expect(fact('Finds')).toContainText('3 hits of 2 values');
  await expect(fact('Difference')).toContainText('No difference against version 1');
  await expect(fact('Precision')).toContainText('No reviewer has decided');
  await drawer().getByRole('tab', { name: 'Same' }).click();
  await expect(drawer().getByRole('link', { name: /Event of/ })).toHaveCount(3);
  expect(await page.content()).not.toContain(`${PREFIX}-1002`);
});

test('sees what a change of the draft would bring before saving it', async () => {
  await drawer().getByRole('link', { name: 'Edit pattern' }).click();
  await page.getByLabel('Regex', { exact: true }).fill(`\\b${PREFIX}-\\d{2,3}\\b`);
  const panel = page.getByRole('region', { name: 'Try it on past events' }).locator('visible=true');
  await panel.getByRole('button', { name: 'Backtest this draft' }).click();
  await expect(panel).toContainText('1 new, 3 lost against version 1', { timeout: 30_000 });
  await page.getByRole('link', { name: 'Cancel' }).click();
});

test('publishes it, and it finds what comes next', async () => {
  await drawer().getByRole('button', { name: 'Publish' }).click();
  const dialog = page.getByRole('dialog', { name: `Publish ${NAME}` });
  await expect(dialog).toContainText('Version 1 found 3 hits');
  await dialog.getByText('Enforcing', { exact: true }).click();
  await dialog.getByRole('button', { name: 'Publish' }).click();
  await expect(drawer()).toContainText('Enforcing');
  await expect(drawer().getByRole('button', { name: 'Publish' })).toBeHidden();
  await expect(async () => {
    await send([`${PREFIX}-2001 came later`]);
    const query = new URLSearchParams({ pattern: NAME });
    await expect
      .poll(async () => (await admin.get<{ items: unknown[] }>(`/api/v1/findings?${query}`)).items.length)
      .toBe(1);
  }).toPass();
});
