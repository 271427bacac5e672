import { expect, type Page, test } from '@playwright/test';
import { type Account, signIn } from '../support/console.ts';
import { asAdministrator, firstId } from '../support/console-api.ts';

let viewer: Account;
const id = { pattern: '', client: '', destination: '' };

test.beforeAll(async ({ playwright, baseURL }) => {
  const request = await playwright.request.newContext(baseURL ? { baseURL } : {});
  const admin = await asAdministrator(request);
  const email = 'vera@example.com';
  const made = await admin.post<{ password: string }>('/api/v1/users', {
    email,
    name: 'Vera',
    roles: ['viewer'],
  });
  viewer = { email, password: made.password };
  id.pattern = await firstId(admin, '/api/v1/patterns?limit=1');
  id.client = await firstId(admin, '/api/v1/clients?limit=1');
  id.destination = await firstId(admin, '/api/v1/destinations?limit=1');
  await request.dispose();
});

/** What the page itself could send: with the session's cookie, from the page's own origin. */
const send = (page: Page, [method, path, body]: [string, string, object]): Promise<number> =>
  page.evaluate(
    async ([verb, url, json]) => {
      const init = { method: verb as string, headers: { 'content-type': 'application/json' } };
      const response = await fetch(url as string, {
        ...init,
        ...(verb === 'DELETE' ? {} : { body: JSON.stringify(json) }),
      });
      return response.status;
    },
    [method, path, body] as const,
  );

test('a viewer sees that nothing can be changed, and why', async ({ page }) => {
  await signIn(page, viewer);
  for (const [path, action] of [
    ['/patterns', /New pattern|Create pattern/],
    ['/clients', /New client|Create client/],
    ['/destinations', /New destination|Create destination/],
    ['/users', /New user|Create user/],
    ['/settings/retention', /Save retention/],
    ['/deliveries/dead', /Redrive all/],
  ] as const) {
    await page.goto(path);
    const button = page.getByRole('button', { name: action });
    await expect(button).toHaveAttribute('aria-disabled', 'true');
    await expect(button).toHaveAccessibleDescription(/Needs the permission \w+:write/);
    await expect(page.getByRole('link', { name: action })).toHaveCount(0);
    for (const control of await page.getByRole('switch', { name: /enabled/ }).all()) {
      await expect(control).toHaveAttribute('aria-disabled', 'true');
    }
  }
  await expect(page.getByRole('navigation').getByRole('link', { name: 'Audit log' })).toHaveCount(0);
  await page.goto('/events');
  await expect(page.getByRole('button', { name: 'Export', exact: true })).toHaveAccessibleDescription(
    'Needs the permission events:export',
  );
});

test('a viewer who sends a write all the same is refused', async ({ page }) => {
  await signIn(page, viewer);
  expect(await send(page, ['POST', '/api/v1/patterns', { name: 'Mine', regex: 'x+' }])).toBe(403);
  expect(await send(page, ['PATCH', `/api/v1/patterns/${id.pattern}`, { enabled: false }])).toBe(403);
  expect(await send(page, ['DELETE', `/api/v1/patterns/${id.pattern}`, {}])).toBe(403);
  expect(await send(page, ['POST', '/api/v1/clients', { name: 'Mine' }])).toBe(403);
  const redone = await Promise.all(
    ['retry', 'resend'].map((verb) => send(page, ['POST', `/api/v1/deliveries/${id.client}/${verb}`, {}])),
  );
  expect(redone).toEqual([403, 403]);
  expect(await send(page, ['POST', '/api/v1/bulk_operations', { kind: 'retry', filter: {} }])).toBe(403);
  expect(await send(page, ['POST', '/api/v1/exports', { format: 'csv', filter: {} }])).toBe(403);
  expect(await send(page, ['DELETE', `/api/v1/clients/${id.client}`, {}])).toBe(403);
  expect(await send(page, ['PATCH', `/api/v1/destinations/${id.destination}`, { enabled: false }])).toBe(403);
  expect(await send(page, ['POST', `/api/v1/destinations/${id.destination}/test`, {}])).toBe(403);
  const rules = { version: 1, default_days: 1, rules: [] };
  expect(await send(page, ['PUT', '/api/v1/retention', rules])).toBe(403);
  expect(await send(page, ['POST', '/api/v1/users', { email: 'x@example.com', name: 'X', roles: [] }])).toBe(
    403,
  );
});

test('a viewer gets to see no page of what he may not read', async ({ page }) => {
  await signIn(page, viewer);
  await page.goto('/audit');
  await expect(page.getByText(/audit:read/).first()).toBeVisible();
  expect(await page.evaluate(async () => (await fetch('/api/v1/audit')).status)).toBe(403);
});
