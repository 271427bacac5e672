import { createHmac, randomInt, randomUUID } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type APIRequestContext, expect, test } from '@playwright/test';
import { printed, signIn } from '../support/console.ts';
import { asAdministrator, firstId } from '../support/console-api.ts';
import { makeZip } from '../support/make-files.ts';
import { SLACK, startSlack } from '../support/slack-server.ts';

const RUN = randomInt(1000, 9999);
/** One for each way in; a generic assignment catches it. */
const WORDS = { event: `Canary${RUN}Ev9x`, file: `Canary${RUN}Fi9x`, slack: `Canary${RUN}Sl9x` };
const leak = (word: string): string => `the password=${word} for card 4539 1488 0343 6467`;
const FORMS = [...Object.values(WORDS).flatMap((word) => [word, word.slice(3)]), '1488 0343', '45391488'];
const told = (text: string): string[] => FORMS.filter((form) => text.includes(form));

const dataDir = process.env.E2E_DATA_DIR ?? '.data/e2e';

async function tokenOf(request: APIRequestContext): Promise<string> {
  const data = { email: printed('EYE_EMAIL'), password: printed('EYE_PASSWORD') };
  const answer = await request.post('/api/v1/auth_token', { data });
  return ((await answer.json()) as { access_token: string }).access_token;
}

async function sendEvent(request: APIRequestContext): Promise<string> {
  const command = printed('EYE_CURL');
  const [, url = ''] = /curl -sS (\S+)/.exec(command) ?? [];
  const [, authorization = ''] = /-H 'Authorization: ([^']+)'/.exec(command) ?? [];
  const data = {
    id: randomUUID(),
    name: 'canary.sang',
    data: { note: leak(WORDS.event), deep: [{ x: leak(WORDS.event) }] },
  };
  let id = '';
  // A busy machine asks its senders to come back; the same event twice is one.
  await expect(async () => {
    const answer = await request.post(url, { headers: { authorization }, data });
    expect(answer.status()).toBe(202);
    ({ id } = (await answer.json()) as { id: string });
  }).toPass();
  // A refused one, so that there is an error with it.
  const refused = await request.post(url, {
    headers: { authorization },
    data: { ...data, name: 7, timestamp: leak(WORDS.event) },
  });
  expect(refused.status()).toBe(422);
  return id;
}

async function sendMessage(request: APIRequestContext, message: object): Promise<void> {
  const event = { type: 'message', channel_type: 'channel', ...message };
  const body = JSON.stringify({
    type: 'event_callback',
    team_id: SLACK.team,
    event_id: `Ev${Date.now()}`,
    event,
  });
  const time = String(Math.floor(Date.now() / 1_000));
  const signature = createHmac('sha256', SLACK.signingSecret).update(`v0:${time}:${body}`).digest('hex');
  const headers = {
    'content-type': 'application/json',
    'x-slack-request-timestamp': time,
    'x-slack-signature': `v0=${signature}`,
  };
  const answer = await request.post('/api/v1/slack/events', { headers, data: Buffer.from(body) });
  expect(answer.status()).toBe(200);
}

test('a secret of an event, a file and a message stands on no page for a viewer, and in no line of the logs', async ({
  page,
  request,
  baseURL,
}) => {
  test.setTimeout(240_000);
  await using slack = await startSlack(Number(new URL(baseURL ?? '').port) + 2_000);
  const admin = await asAdministrator(request);
  const authorization = `Bearer ${await tokenOf(request)}`;
  const connected = await request.put('/api/v1/slack/workspace', {
    headers: { authorization },
    data: { signing_secret: SLACK.signingSecret, bot_token: SLACK.bot, admin_token: SLACK.admin },
  });
  expect(connected.ok()).toBe(true);
  const event = await sendEvent(request);
  const file = await request.post('/api/v1/files', {
    headers: { authorization },
    multipart: {
      file: {
        name: 'canary.zip',
        mimeType: 'application/zip',
        buffer: makeZip({ 'a.txt': leak(WORDS.file) }),
      },
    },
  });
  expect(file.status()).toBe(202);
  await sendMessage(request, slack.say(leak(WORDS.slack)));
  // An event, a file and a message, each with a password and a card: three passwords, one card.
  await expect
    .poll(
      async () =>
        (await admin.get<{ items: unknown[] }>('/api/v1/findings?limit=100&pattern=Generic')).items.length,
      {
        timeout: 30_000,
      },
    )
    .toBeGreaterThan(2);
  const finding = await firstId(admin, '/api/v1/findings?limit=1&pattern=Generic');
  const ids: Record<string, string> = {
    events: event,
    deliveries: await firstId(admin, '/api/v1/deliveries?limit=1'),
    clients: await firstId(admin, '/api/v1/clients?limit=1'),
    destinations: await firstId(admin, '/api/v1/destinations?limit=1'),
    patterns: await firstId(admin, '/api/v1/patterns?limit=1'),
    enrichment: await firstId(admin, '/api/v1/enrichment_rules?limit=1'),
  };

  const email = `canary-${RUN}@example.com`;
  const made = await admin.post<{ password: string }>('/api/v1/users', {
    email,
    name: 'Vera',
    roles: ['viewer', 'analyst'],
  });
  await signIn(page, { email, password: made.password });
  const heard: string[] = [];
  page.on('response', async (response) => {
    if (!/json|html|x-component/.test(response.headers()['content-type'] ?? '')) return;
    const text = await response.text().catch(() => '');
    for (const form of told(text)) heard.push(`${response.url()}: ${form}`);
  });
  const pages = globSync('app/(console)/**/page.tsx').map(
    (path) => path.replace(/^app\/\(console\)/, '').replace(/\/?page\.tsx$/, '') || '/',
  );
  expect(pages.length).toBeGreaterThan(25);
  const seen: string[] = [];
  for (const path of [
    ...pages,
    `/events?open=${event}`,
    `/findings?open=${finding}`,
    '/findings?q=Canary',
    '/events?q=Canary',
  ]) {
    const thing = path.split('/')[1] ?? '';
    await page.goto(path.replace('[id]', ids[thing] ?? randomUUID()));
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
    const text = await page.content();
    for (const form of told(text)) seen.push(`${path}: ${form}`);
  }
  // What was searched for stands in its own field alone.
  expect(seen.filter((line) => !line.startsWith('/findings?q') && !line.startsWith('/events?q'))).toEqual([]);
  expect(heard).toEqual([]);

  const logs = globSync(join(dataDir, 'logs', '**', '*')).filter((path) => /\.\w+$/.test(path));
  expect(logs.length).toBeGreaterThan(0);
  for (const path of logs) expect(told(readFileSync(path, 'utf8')), path).toEqual([]);
  await request.delete('/api/v1/slack/workspace', { headers: { authorization } });
});
