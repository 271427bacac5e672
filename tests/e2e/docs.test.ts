import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { signIn } from '../support/console.ts';

test('the reference is read without signing in, searched, and a call is tried with the session', async ({
  page,
}) => {
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('401')) faults.push(message.text());
  });
  await page.goto('/docs');
  const list = page.getByRole('navigation', { name: 'Endpoints' });
  await page.getByLabel('Search').fill('who calls');
  await expect(list.getByRole('link')).toHaveCount(1);
  await list.getByRole('link').click();
  const shown = page.getByRole('article', { name: 'GET /api/v1/me' });
  const answer = shown.getByRole('status').filter({ hasText: / ms/ }).first();
  await expect(shown).toBeVisible();
  await shown.getByRole('button', { name: 'Send' }).click();
  await expect(answer).toContainText('401');

  await signIn(page);
  await page.goto('/docs#get_api_v1_me');
  await shown.getByRole('button', { name: 'Send' }).click();
  await expect(answer).toContainText('200');
  await expect(answer).toContainText('admin@eye.localhost');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag22aa'])
      .analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  }
  expect(faults).toEqual([]);
});
