import { expect, test } from '@playwright/test';
import { type Account, signIn } from '../support/console.ts';
import { asAdministrator, type Caller } from '../support/console-api.ts';

const ROLE = `watcher-${Date.now()}`;
const account: Account = { email: `${ROLE}@example.com`, password: '' };
let admin: Caller;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async ({ playwright, baseURL }) => {
  const request = await playwright.request.newContext(baseURL ? { baseURL } : {});
  admin = await asAdministrator(request);
  const made = await admin.post<{ password: string }>('/api/v1/users', {
    email: account.email,
    name: 'Walter',
    roles: [],
  });
  account.password = made.password;
});

test('a role is made, its rights are chosen in the table and reviewed before they are saved', async ({
  page,
}) => {
  await signIn(page);
  await page.goto('/roles');
  await page.getByRole('button', { name: 'New role' }).click();
  const dialog = page.getByRole('dialog', { name: 'New role' });
  await dialog.getByLabel('Name').fill('Not A Name');
  await dialog.getByRole('button', { name: 'Create role' }).click();
  await expect(dialog).toContainText('has to be 1 to 80 of a-z');
  await dialog.getByLabel('Name').fill(ROLE);
  await dialog.getByRole('button', { name: 'Create role' }).click();
  await expect(dialog).toBeHidden();

  const cell = (permission: string) => page.getByRole('button', { name: `${ROLE}: ${permission},` });
  await cell('patterns:read').click();
  await cell('events:read').click();
  await cell('events:read').click();
  await expect(page.getByText('1 change not saved')).toBeVisible();
  await page.getByRole('button', { name: 'Review and save' }).click();
  const review = page.getByRole('dialog', { name: 'Save 1 change' });
  await expect(review.getByRole('list', { name: `Changes of ${ROLE}` })).toHaveText('patterns:read');
  await review.getByRole('button', { name: 'Save' }).click();
  await expect(review).toBeHidden();
  await expect(cell('patterns:read')).toHaveAttribute('aria-pressed', 'true');
  await page.reload();
  await expect(cell('patterns:read')).toHaveAttribute('aria-pressed', 'true');
  await expect(cell('events:read')).toHaveAttribute('aria-pressed', 'false');
});

test('a role that is given shows its page without signing in again, and taken away it is refused within a second', async ({
  page,
}) => {
  await signIn(page, account);
  const navigation = page.getByRole('navigation', { name: 'Console' });
  await expect(navigation.getByRole('link', { name: 'Patterns' })).toBeHidden();
  const { items } = await admin.get<{ items: { id: string }[] }>(`/api/v1/users?q=${account.email}`);
  const id = items[0]?.id ?? '';
  await admin.post(`/api/v1/users/${id}/roles`, { name: ROLE });
  await page.goto('/patterns');
  await expect(page.getByRole('row').filter({ hasText: 'Card number' }).first()).toBeVisible();
  await expect(navigation.getByRole('link', { name: 'Patterns' })).toBeVisible();

  const status = () => page.evaluate(async () => (await fetch('/api/v1/patterns?limit=1')).status);
  expect(await status()).toBe(200);
  await admin.patch(`/api/v1/users/${id}`, { roles: [] });
  await expect.poll(status, { timeout: 1_000, intervals: [50] }).toBe(403);
  await page.goto('/patterns');
  await expect(page.getByText('patterns:read')).toBeVisible();
});

test('the table says who may do something and why, and a user what he may do and where he has it from', async ({
  page,
}) => {
  await signIn(page);
  await page.goto('/roles');
  await page.getByRole('button', { name: 'users:write', exact: true }).click();
  const people = page.getByRole('list', { name: 'People who may' });
  const first = people.getByRole('listitem').filter({ hasText: 'Role administrator (everything)' }).first();
  await first.getByRole('link').click();
  await page.getByRole('tab', { name: 'May do' }).click();
  await expect(page.getByRole('list', { name: 'May do' })).toContainText('everythingrole administrator');
  await page.getByRole('tab', { name: 'Sign-ins' }).click();
  await expect(page.getByRole('list', { name: 'Sign-ins' }).getByRole('listitem')).not.toHaveCount(0);
});

test('a user is deleted once his name is typed', async ({ page }) => {
  await signIn(page);
  await page.goto(`/users?q=${account.email}`);
  await page.getByRole('row').filter({ hasText: account.email }).getByRole('link').first().click();
  await page.getByRole('tab', { name: 'About' }).click();
  await page.getByRole('button', { name: /^Delete user/ }).click();
  const dialog = page.getByRole('dialog').filter({ hasText: 'Every session and token ends' });
  await dialog.getByRole('textbox').fill('Walter');
  await dialog.getByRole('button', { name: 'Delete user' }).click();
  await expect(page.getByText('Walter deleted')).toBeVisible();
  await page.goto(`/users?q=${account.email}`);
  await expect(page.getByText('No users match these filters.')).toBeVisible();
});
