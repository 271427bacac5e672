import { expect, test } from '@playwright/test';
import { signIn } from '../support/console.ts';
import { asAdministrator } from '../support/console-api.ts';

/** Where the start of the product serves its receivers; at this path there is none. */
const nowhere = `http://localhost:${process.env.E2E_DEMO_PORT ?? 4310}/no-receiver-here`;

test('a destination that fails is shown as such, sent to again, paused and resumed', async ({
  page,
  request,
}) => {
  test.setTimeout(120_000);
  const admin = await asAdministrator(request);
  const name = `receiver ${Date.now()}`;
  const { id } = await admin.post<{ id: string }>('/api/v1/destinations', {
    name,
    kind: 'http',
    config: { url: nowhere },
  });
  const client = await admin.post<{ client_id: string }>('/api/v1/clients', { name: `of ${name}` });
  const path = `/api/v1/clients/${client.client_id}/test_token`;
  const { token } = await admin.post<{ token: string }>(path, {});
  const sent = await request.post('/api/v1/events', {
    headers: { authorization: `Bearer ${token}` },
    data: Array.from({ length: 40 }, (_, n) => ({ name: 'order.paid', data: { n } })),
  });
  expect(sent.status()).toBe(202);

  await signIn(page);
  await page.goto(`/destinations/${id}`);
  const state = page.getByRole('region', { name: 'State' });
  await expect(state.getByText('Failing')).toBeVisible({ timeout: 30_000 });
  await expect(
    state.getByText(/uses up no attempts meanwhile\. A single one is tried in \d+ s/),
  ).toBeVisible();
  await state.getByRole('button', { name: 'Send again now' }).click();
  await expect(page.getByText(`${name} resumed`)).toBeVisible();
  // It still fails, and is left alone again.
  await expect(state.getByText('Failing')).toBeVisible({ timeout: 30_000 });

  await state.getByRole('button', { name: 'Pause deliveries' }).click();
  const dialog = page.getByRole('dialog', { name: `Pause ${name}` });
  await expect(dialog.getByText(/events that arrive are queued for it until you resume it/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Pause deliveries' }).click();
  await expect(state.getByText('Paused', { exact: true })).toBeVisible();
  await expect(state.getByText(/What waits \(\d+ deliveries\) and all that comes is kept/)).toBeVisible();
  await page.goto('/destinations');
  const row = page.getByRole('row').filter({ hasText: name });
  await expect(row.getByText('Paused', { exact: true })).toBeVisible();
  await row.getByRole('link').first().click();
  await state.getByRole('button', { name: 'Resume deliveries' }).click();
  await expect(state.getByText('Paused', { exact: true })).toBeHidden();

  // What was sent stands with each attempt.
  const listed = await admin.get<{ items: { id: string }[] }>(
    `/api/v1/events?client=${client.client_id}&limit=100`,
  );
  const tried = await Promise.all(
    listed.items.map((event) =>
      admin.get<{ id: string; deliveries: { destination_id: string; attempts: unknown[] }[] }>(
        `/api/v1/events/${event.id}?include=deliveries`,
      ),
    ),
  );
  const event = tried.find(({ deliveries }) =>
    deliveries.some((one) => one.destination_id === id && one.attempts.length > 0),
  );
  await page.goto(`/events/${event?.id}`);
  await page
    .getByRole('button', { name: `Attempt 1 to ${name}` })
    .first()
    .click();
  await expect(page.getByRole('dialog')).toContainText(`POST ${nowhere}`);
});
