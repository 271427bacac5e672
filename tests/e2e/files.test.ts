import { expect, test } from '@playwright/test';
import { signIn } from '../support/console.ts';
import { makeXlsx } from '../support/make-files.ts';

const CARD = '4111 1111 1111 1111';

test('a sheet with a card is uploaded, scanned and shown with its cell; nobody sees the card', async ({
  page,
}) => {
  await signIn(page);
  await page.goto('/files');
  const name = `cards-${Date.now()}.xlsx`;
  const buffer = makeXlsx({
    Cards: `<row><c r="A1" t="inlineStr"><is><t>card</t></is></c></row><row><c r="A2" t="inlineStr"><is><t>${CARD}</t></is></c></row>`,
  });
  await page
    .getByLabel('Files to be scanned')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
  const row = page.locator('[data-row-id]').filter({ hasText: name });
  await expect(row).toContainText('Leaking', { timeout: 30_000 });
  await row.getByRole('link').first().click();
  const details = page.getByRole('complementary', { name });
  await expect(details).toContainText('Cards!A2');
  await expect(details).toContainText('************1111');
  expect(await page.content()).not.toContain(CARD);
});

test('a text is pasted and scanned at once', async ({ page }) => {
  await signIn(page);
  await page.goto('/scan');
  await page.getByLabel('Text').fill(`the visa card ${CARD}, please`);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('1 finding', { exact: true })).toBeVisible();
  await expect(page.getByText('************1111')).toBeVisible();
  await expect(page.locator('mark')).toHaveText(CARD);
});

test('what happens to files that cannot be scanned is settled for each reason', async ({ page }) => {
  await signIn(page);
  await page.goto('/files');
  const open = page.getByRole('button', { name: 'When a file cannot be scanned' });
  await open.click();
  const dialog = page.getByRole('dialog', { name: 'Files that cannot be scanned' });
  const encrypted = dialog.getByRole('combobox', { name: 'Encrypted' });
  await expect(encrypted).toHaveText(/Tell the administrators/);
  await encrypted.click();
  await page.getByRole('option', { name: 'Tell them, and remove it from Slack' }).click();
  await dialog.getByRole('button', { name: 'Save rules' }).click();
  await expect(dialog).toBeHidden();
  await open.click();
  await expect(dialog.getByRole('combobox', { name: 'Encrypted' })).toHaveText(/remove it from Slack/);
});
