import { createHmac } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { signIn } from '../support/console.ts';
import { asAdministrator } from '../support/console-api.ts';
import { SLACK, startSlack } from '../support/slack-server.ts';

test('a workspace is connected, a message that leaks is blocked in it, and the console says for how long it could be read', async ({
  page,
  request,
  baseURL,
}) => {
  await using slack = await startSlack(Number(new URL(baseURL ?? '').port) + 2_000);
  const admin = await asAdministrator(request);
  const pattern = await admin.post<{ id: string }>('/api/v1/patterns', {
    name: `slack-${Date.now()}`,
    regex: 'launchcode=[a-z0-9]{6,20}',
    action: 'block',
    confidence: 5,
  });
  await signIn(page);
  await page.goto('/slack');
  await page.getByRole('link', { name: 'Connect workspace' }).click();
  const manifest = page.getByRole('link', { name: 'with the scopes to delete' });
  await expect(manifest).toHaveAttribute('href', /manifest/);
  await page.getByLabel('Signing secret').fill(SLACK.signingSecret);
  await page.getByLabel('Bot token').fill('xoxb-not-known-to-slack');
  await page.getByLabel('Token of an administrator').fill(SLACK.admin);
  await page.getByRole('button', { name: 'Connect workspace' }).click();
  await expect(page.locator('[data-field="bot_token"]')).toContainText('is refused by Slack: invalid_auth');
  await page.getByLabel('Bot token').fill(SLACK.bot);
  await page.getByRole('button', { name: 'Connect workspace' }).click();
  await expect(page).toHaveURL(/\/slack$/);
  await expect(page.getByText('Administrator deletes', { exact: true })).toBeVisible();

  const message = slack.say('the launchcode=abc123def of today');
  const event = { type: 'message', channel_type: 'channel', ...message };
  const body = JSON.stringify({
    type: 'event_callback',
    team_id: SLACK.team,
    event_id: `Ev${Date.now()}`,
    event,
  });
  const time = String(Math.floor(Date.now() / 1_000));
  const signature = createHmac('sha256', SLACK.signingSecret).update(`v0:${time}:${body}`).digest('hex');
  const answer = await request.post('/api/v1/slack/events', {
    headers: {
      'content-type': 'application/json',
      'x-slack-request-timestamp': time,
      'x-slack-signature': `v0=${signature}`,
    },
    data: Buffer.from(body),
  });
  expect(answer.status()).toBe(200);

  const row = page.locator('[data-row-id]').filter({ hasText: 'of today' });
  await expect(row).toContainText('Blocked', { timeout: 30_000 });
  await row.getByRole('link').first().click();
  const details = page.getByRole('complementary', { name: /^Message in/ });
  await expect(details).toContainText('Blocked message containing slack-');
  await expect(details).toContainText(/Time visible\s*[\d.]+ (ms|s)/);
  expect(await page.content()).not.toContain('abc123def');
  for (const secret of [SLACK.signingSecret, SLACK.bot, SLACK.admin]) {
    expect(await page.content()).not.toContain(secret);
  }
  await page.keyboard.press('Escape');

  await page.getByRole('tab', { name: 'Channels' }).click();
  const channel = page.getByRole('switch', { name: /^Look into/ });
  await channel.click();
  await expect(channel).not.toBeChecked();
  await channel.click();
  await expect(channel).toBeChecked();

  await page.getByRole('link', { name: 'Change connection' }).click();
  await expect(page.getByLabel('Bot token')).toHaveValue('');
  await page.getByRole('button', { name: 'Disconnect workspace' }).click();
  const asked = page.getByRole('dialog');
  await asked.getByRole('textbox').fill(SLACK.teamName);
  await asked.getByRole('button', { name: 'Disconnect workspace' }).click();
  await expect(page.getByText('No Slack workspace is connected')).toBeVisible();
  await admin.remove(`/api/v1/patterns/${pattern.id}`);
});
