import { expect, type Page, test } from '@playwright/test';
import { signIn } from '../support/console.ts';
import { asAdministrator } from '../support/console-api.ts';

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Signed in as/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
}

test('whoever is not signed in is sent to the sign-in page, and back to where they wanted to go', async ({
  page,
}) => {
  await page.goto('/patterns?q=card');
  await expect(page).toHaveURL(/\/sign-in/);
  expect(await page.content()).not.toContain('Card number');
  await signIn(page);
  await expect(page).toHaveURL(/\/patterns\?q=card/);
  await expect(page.getByText('Card number').first()).toBeVisible();
});

test('a wrong password is refused in one sentence that does not say which part was wrong', async ({
  page,
}) => {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill('nobody@example.com');
  await page.getByLabel('Password', { exact: true }).fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert').filter({ hasText: /\w/ })).toBeVisible();
  await expect(page).toHaveURL(/\/sign-in/);
  expect(page.url()).not.toContain('not%20the%20password');
});

test('signing out ends the session: the way back shows nothing, and a copy of the cookie opens nothing', async ({
  page,
  context,
}) => {
  await signIn(page);
  await page.goto('/patterns');
  await expect(page.getByText('Card number').first()).toBeVisible();
  const cookies = await context.cookies();
  expect(cookies.filter(({ httpOnly }) => httpOnly).length).toBeGreaterThan(0);
  await signOut(page);

  await page.goBack();
  await expect(page).toHaveURL(/\/sign-in/);
  expect(await page.content()).not.toContain('Card number');

  await context.addCookies(cookies);
  expect((await context.request.get('/api/v1/patterns')).status()).toBe(401);
  expect((await context.request.get('/api/v1/me')).status()).toBe(401);
  await page.goto('/patterns');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('one session of several is ended among the users, and the others go on', async ({
  page,
  playwright,
  baseURL,
}) => {
  const request = await playwright.request.newContext(baseURL ? { baseURL } : {});
  const admin = await asAdministrator(request);
  const email = `twice-${Date.now()}@example.com`;
  const made = await admin.post<{ password: string }>('/api/v1/users', { email, name: 'Twice', roles: [] });
  const open = async (): Promise<string> => {
    const answer = await request.post('/api/v1/auth_token', { data: { email, password: made.password } });
    return ((await answer.json()) as { access_token: string }).access_token;
  };
  const statusOf = async (token: string): Promise<number> =>
    (await request.get('/api/v1/me', { headers: { authorization: `Bearer ${token}` } })).status();
  const [first, newest] = [await open(), await open()];

  await signIn(page);
  await page.goto(`/users?q=${email}`);
  await page.getByText(email).first().click();
  const drawer = page.getByRole('complementary', { name: 'Twice' });
  await drawer.getByRole('tab', { name: /^Sessions/ }).click();
  await drawer.getByRole('button', { name: 'End session' }).first().click();
  const question = page.getByRole('dialog', { name: 'End a session of Twice' });
  await expect(question).toContainText('The others go on');
  await question.getByRole('button', { name: 'End session' }).click();
  await expect(question).toBeHidden();
  await expect(drawer.getByRole('button', { name: 'End session' })).toHaveCount(1);
  expect([await statusOf(first), await statusOf(newest)]).toEqual([200, 401]);
  await request.dispose();
});
