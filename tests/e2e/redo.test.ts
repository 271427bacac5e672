import { expect, test } from '@playwright/test';
import { pasteCurl, signIn } from '../support/console.ts';
import { asAdministrator } from '../support/console-api.ts';
import { startHttpPeer } from '../support/peer-http.ts';

type Listed = { items: { id: string; status: string; destination: string }[] };

test('dead deliveries are redriven from the shelf, one is sent again, its event replayed', async ({
  page,
  request,
}) => {
  await using sink = await startHttpPeer((_call, response) => response.writeHead(503).end('not now'));
  const admin = await asAdministrator(request);
  const destination = await admin.post<{ id: string }>('/api/v1/destinations', {
    ...{ name: 'Flaky receiver', kind: 'http', config: { url: `${sink.origin}/hook` } },
    ...{ retry_plan_ms: [100], timeout_ms: 2_000 },
  });
  const dead = (): Promise<Listed> =>
    admin.get(`/api/v1/deliveries?destination=${destination.id}&status=dead`);
  await pasteCurl();
  await pasteCurl();
  await expect.poll(async () => (await dead()).items.length, { timeout: 20_000 }).toBe(2);

  await signIn(page);
  await page.goto('/deliveries/dead');
  const shelf = page.getByRole('region', { name: 'Flaky receiver' });
  await expect(shelf.getByRole('link', { name: 'Answered 503.' })).toBeVisible();
  await expect(shelf).toContainText('2 dead deliveries');

  sink.answer((_call, response) => response.end('said by the receiver'));
  await shelf.getByRole('button', { name: 'Redrive' }).click();
  const dialog = page.getByRole('dialog', { name: 'Retry 2 deliveries' });
  await expect(dialog.getByRole('status')).toHaveText('2 deliveries');
  const start = dialog.getByRole('button', { name: 'Start' });
  await expect(start).toHaveAttribute('aria-disabled', 'true');
  await dialog.getByLabel('Type retry 2 to confirm').fill('retry 2');
  await start.click();
  await expect(page.getByText('Retry is under way')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Flaky receiver' })).toHaveCount(0, { timeout: 20_000 });

  await page.goto('/bulk_operations');
  await page.getByRole('row').nth(1).getByRole('link').click();
  const drawer = page.getByRole('complementary', { name: 'Retry 2 deliveries' });
  await expect(drawer.getByRole('region', { name: 'Progress' })).toContainText('2 deliveries');
  await expect(drawer).toContainText('Done');

  await page.goto(`/deliveries?destination=${destination.id}`);
  const rows = page.getByRole('table', { name: 'Deliveries' }).getByRole('row');
  await expect(rows).toHaveCount(3);
  await page.getByRole('button', { name: /^Dead/ }).click();
  await expect(page).toHaveURL(/status=dead/);
  await expect(page.getByText('No deliveries match these filters.')).toBeVisible();
  await page.getByRole('button', { name: /^Dead/ }).click();
  await rows.nth(1).getByRole('link').click();
  const details = page.getByRole('complementary', { name: /to Flaky receiver$/ });
  await expect(details.getByText('said by the receiver').first()).toBeVisible();
  await expect(details.getByRole('button', { name: 'Retry' })).toHaveAttribute('aria-disabled', 'true');
  const before = sink.calls.length;
  await details.getByRole('button', { name: 'Resend' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Resend delivery' }).click();
  await expect.poll(() => sink.calls.length).toBe(before + 1);
  await expect(rows).toHaveCount(4);
  const ids = sink.calls.map(({ headers }) => headers['webhook-id']);
  expect(ids.indexOf(ids.at(-1))).toBe(ids.length - 1);

  const [latest] = (
    await admin.get<{ items: { event_id: string }[] }>(`/api/v1/deliveries?destination=${destination.id}`)
  ).items;
  await page.goto(`/events/${latest?.event_id}`);
  await page.getByRole('button', { name: 'Replay', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Replay event' }).click();
  await expect(page.getByText('The event is replayed')).toBeVisible();
  await expect(page.getByText(/round 2, asked for by/)).toBeVisible({ timeout: 15_000 });
});
