import { expect, test } from '@playwright/test';
import { signIn } from '../support/console.ts';
import { asAdministrator } from '../support/console-api.ts';

type Listed = { items: { id: string; name: string; config: { url?: string } }[] };
type Sent = { id: string };

test('a destination that refuses shows it in the trace of the event, on its page and in the notices', async ({
  page,
  request,
}) => {
  test.setTimeout(180_000);
  const admin = await asAdministrator(request);
  const { items } = await admin.get<Listed>('/api/v1/destinations?q=Demo%20webhook');
  const name = `Wrong secret ${Date.now()}`;
  // The demo's receiver takes nothing that is signed with another secret.
  const hook = await admin.post<{ id: string }>('/api/v1/destinations', {
    name,
    kind: 'http',
    config: { url: items[0]?.config.url, signing_secret: `whsec_${Buffer.alloc(24, 9).toString('base64')}` },
    filter: { category: 'health' },
    retry_plan_ms: [1_000, 600_000],
  });
  const client = await admin.post<{ client_id: string }>('/api/v1/clients', { name: `sender ${Date.now()}` });
  const { token } = await admin.post<{ token: string }>(`/api/v1/clients/${client.client_id}/test_token`, {});
  const sent = await request.post('/api/v1/events', {
    headers: { authorization: `Bearer ${token}` },
    data: { name: 'order paid', category: 'health', data: { order: 7 } },
  });
  const { id: eventId } = (await sent.json()) as Sent;

  await signIn(page);
  await page.goto(`/events/${eventId}`);
  const trace = page.getByRole('region', { name: 'Way of the event' });
  // The demo's GraphQL target refuses at times as well, so attempts are told apart by where they went.
  const row = trace.getByRole('listitem').filter({
    has: page.getByRole('button', { name: `Attempt 2 to ${name}: refused with 401. Open details` }),
  });
  await expect(row).toContainText('401');
  await expect(row).toContainText(/after \d/);
  await expect(row.getByRole('img', { name: /^Waited .* for attempt 2$/ })).toBeVisible();
  const delivery = trace.getByRole('listitem').filter({ hasText: '2 attempts, the last refused with 401' });
  await expect(delivery).toContainText(name);
  await expect(delivery).toContainText(/in (8|9|1\d) min/);

  await row.getByRole('button', { name: `Attempt 2 to ${name}: refused with 401. Open details` }).click();
  const dialog = page.getByRole('dialog', { name: `Attempt 2 to ${name}` });
  await expect(dialog).toContainText(`POST ${items[0]?.config.url}`);
  await expect(dialog).toContainText('webhook-signature: ');
  await expect(dialog).toContainText('"order": 7');
  await expect(dialog).toContainText('The signature does not match.');
  await dialog.getByRole('button', { name: 'Previous attempt' }).click();
  await expect(page.getByRole('dialog', { name: `Attempt 1 to ${name}` })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  // A bar opens its attempt as the words beside it do.
  await row.getByRole('img', { name: /^Attempt 2: refused/ }).click();
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Escape');

  await page.goto('/destinations');
  const listed = page.getByRole('row').filter({ hasText: name });
  await expect(listed.getByRole('img', { name: /0 delivered, 2 failures$/ })).toBeVisible();
  await listed.getByRole('link').first().click();

  const attempts = page.getByRole('region', { name: 'Attempts' });
  await expect(attempts.getByText('refused with 401', { exact: true }).first()).toBeVisible();
  await expect(attempts).toContainText('Answered 401.');
  await attempts.getByRole('button', { name: '1h: the last hour' }).click();
  await expect(page).toHaveURL(/range=1h/);
  await expect(attempts.getByRole('figure', { name: /Attempts over time/ })).toContainText('Refused2');
  const latest = attempts.getByRole('table').getByRole('row').filter({ hasText: 'Answered 401.' });
  await expect(latest).toHaveCount(2);
  await latest.first().getByRole('link').click();
  await expect(page).toHaveURL(`/events/${eventId}`);

  await page.goto(`/destinations/${hook.id}`);
  await page.getByRole('switch', { name: 'Enabled' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Disable/ })
    .click();
  await expect(page.getByRole('switch', { name: 'Disabled' })).toBeVisible();
  await page.reload();
  await page.getByRole('button', { name: /^Notices, \d+ unread$/ }).click();
  const notices = page.getByRole('dialog', { name: 'Notices' });
  const told = notices.getByRole('listitem').filter({ hasText: `${name} was disabled by` });
  await expect(told).toContainText('New');
  await expect(notices).toContainText('No enabled destination gets notices');
  await told.getByRole('link', { name: 'Details' }).click();
  await expect(page).toHaveURL(/\/events\//);
  await expect(page.getByText('no destination is marked for notices').first()).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Notices', exact: true })).toBeVisible();
});
