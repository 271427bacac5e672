import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { pasteCurl, signIn } from '../support/console.ts';
import { asAdministrator } from '../support/console-api.ts';

type Made = { client_id: string; secret_key: string };
type Listed = { items: { id: string; filter: unknown; template: unknown; form: string }[] };

test('a destination is written with its filter and body tried on a real event', async ({ page, request }) => {
  test.setTimeout(120_000);
  const admin = await asAdministrator(request);
  const stamp = String(Date.now());
  const made = await admin.post<Made>('/api/v1/clients', { name: `shop ${stamp}` });
  const { token } = await admin.post<{ token: string }>(`/api/v1/clients/${made.client_id}/test_token`, {});
  const sent = await request.post('/api/v1/events', {
    headers: { authorization: `Bearer ${token}` },
    data: { name: `order ${stamp}`, category: 'Orders', data: { amount: 12, card: '4111 1111 1111 1111' } },
  });
  expect(sent.status()).toBe(202);
  const { id } = (await sent.json()) as { id: string };
  await expect
    .poll(async () => (await admin.get<{ status: string }>(`/api/v1/events/${id}`)).status)
    .toBe('processed');
  expect((await pasteCurl()).status).toBe('accepted');

  await signIn(page);
  await page.goto('/destinations/new');
  const outcome = page.getByRole('status', { name: 'Outcome of the try' });
  await expect(outcome.getByText('This event would go there.')).toBeVisible();

  // Another event than the last one.
  await page.getByRole('searchbox', { name: 'Search the events to try on' }).fill(stamp);
  await page.getByRole('button', { name: new RegExp(`order ${stamp}`) }).click();
  await expect(outcome.getByText(`order ${stamp}`).first()).toBeVisible();

  // In rows: why it is not taken, then taken.
  await page.getByRole('button', { name: 'Add condition' }).click();
  await page.getByLabel('Path of condition 1').fill('catgory');
  await expect(outcome.getByText(/did you mean category\?/)).toBeVisible();
  await page.getByLabel('Path of condition 1').fill('category');
  await page.getByLabel('Value of condition 1').fill('orders');
  await expect(
    outcome.getByText(
      'category is "Orders", and has to be "orders": upper and lower case, and spaces, count.',
    ),
  ).toBeVisible();
  await page.getByLabel('Value of condition 1').fill('Orders');
  await page.getByRole('button', { name: 'Add condition' }).click();
  await page.getByLabel('Path of condition 2').fill('data.amount');
  await page.getByRole('combobox', { name: 'Comparison of condition 2' }).click();
  await page.getByRole('option', { name: 'is above' }).click();
  await page.getByLabel('Value of condition 2').fill('10');
  await expect(outcome.getByText('Taken', { exact: true })).toBeVisible();
  await expect(outcome.getByText(/1 of the last/)).toBeVisible();

  // As JSON and back, nothing is lost; what rows cannot show stays as it is.
  const filter = { category: 'Orders', 'data.amount': { gt: 10 } };
  const mode = page.getByRole('combobox', { name: 'How the filter is written' });
  await mode.click();
  await page.getByRole('option', { name: 'JSON' }).click();
  const json = page.getByLabel('Filter', { exact: true });
  expect(JSON.parse(await json.inputValue())).toEqual(filter);
  await json.fill('{"not": {"category": "Orders"}}');
  await expect(outcome.getByText(/stands inside not/)).toBeVisible();
  await mode.click();
  await page.getByRole('option', { name: 'Conditions' }).click();
  await expect(page.getByText('This filter says more than rows can show')).toBeVisible();
  await json.fill(JSON.stringify(filter));
  await expect(page.getByLabel('Value of condition 2')).toHaveValue('10');

  // The body, with its faults and as it would be sent.
  const body = page.getByRole('textbox', { name: /^Body/ });
  await body.fill('{"sum": "{{data.amount | rond}}"}');
  await expect(
    outcome.getByText('line 1, column 26: knows no filter rond: did you mean round?'),
  ).toBeVisible();
  await body.fill('{"sum": "{{data.amount}}", "card": "{{data.card}}"}');
  const tree = outcome.getByRole('tree', { name: 'Body as it would be sent' });
  await expect(tree.getByRole('treeitem').filter({ hasText: 'sum' })).toContainText('12');
  await expect(tree.getByRole('treeitem').filter({ hasText: 'card' })).toContainText('************1111');

  // The whole content is shown to whoever asks for it by name.
  await page.getByText('Whole', { exact: true }).click();
  await expect(
    page.getByText('Shown and tried masked; the destination gets the whole content.'),
  ).toBeVisible();
  await page.getByLabel('Try on the whole content, which is noted in the audit log').click();
  await expect(tree.getByRole('treeitem').filter({ hasText: 'card' })).toContainText('4111 1111 1111 1111');

  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag22aa']).analyze();
  expect(violations.map(({ id: rule, nodes }) => [rule, nodes.map(({ html }) => html)])).toEqual([]);

  await page.getByLabel('Name', { exact: true }).fill(`tried ${stamp}`);
  await page.getByLabel('Address').fill('http://10.0.0.9/hook');
  await page.getByRole('button', { name: 'Create destination' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'config.url' })).toBeVisible();
  await page.getByText('Log', { exact: true }).click();
  await page.getByRole('button', { name: 'Create destination' }).click();
  await expect(page.getByText(`tried ${stamp} created`)).toBeVisible();
  const { items } = await admin.get<Listed>(`/api/v1/destinations?q=${stamp}`);
  expect(items).toMatchObject([{ filter, form: 'whole', template: null }]);

  // Its own page tries it as well.
  await expect(page.getByLabel('Value of condition 1')).toHaveValue('Orders');
  await expect(page.getByRole('status', { name: 'Outcome of the try' })).toBeVisible();
});
