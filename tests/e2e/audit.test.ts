import { expect, test } from '@playwright/test';
import { signIn } from '../support/console.ts';

test('the audit log is verified from its first entry on', async ({ page }) => {
  await signIn(page);
  await page.goto('/audit');
  await page.getByRole('button', { name: 'Verify the log' }).click();
  const dialog = page.getByRole('dialog', { name: 'Verify the audit log' });
  await expect(dialog).toContainText(/\d entries checked, all as they were written/);
  await expect(dialog).toContainText('The newest link is');
});
