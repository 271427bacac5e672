import { randomUUID } from 'node:crypto';
import { type APIRequestContext, type BrowserContext, expect, type Page, test } from '@playwright/test';
import { printed, signIn } from '../support/console.ts';

const MINUTE_MS = 60_000;
/** Own to this run, so that events of other tests do not count. */
const SESSION = `explorer-${Date.now()}`;
const HISTOGRAM = { name: /^Events per / };

/** The address and the token of the command that the start printed. */
function printedCall(): { url: string; authorization: string } {
  const command = printed('EYE_CURL');
  const [, url = ''] = /curl -sS (\S+)/.exec(command) ?? [];
  const [, authorization = ''] = /-H 'Authorization: ([^']+)'/.exec(command) ?? [];
  return { url, authorization };
}

/** Sends until taken: a busy machine may answer 503, and an id makes sending twice harmless. */
async function send(request: APIRequestContext, events: object[]): Promise<void> {
  const { url, authorization } = printedCall();
  const data = events.map((event) => ({ id: randomUUID(), session_id: SESSION, ...event }));
  await expect(async () => {
    const response = await request.post(url, { headers: { authorization }, data });
    expect(response.status()).toBe(202);
  }).toPass();
}

/** So many events in each of the minutes, counted back from now. */
const spread = (minutes: readonly number[], category: string) =>
  minutes.map((ago) => ({
    category,
    name: `${category}.${ago}`,
    timestamp: new Date(Date.now() - ago * MINUTE_MS).toISOString(),
    data: category === 'cards' ? { note: 'paid with 4111 1111 1111 1111' } : {},
  }));

let context: BrowserContext;
let page: Page;

const SENT = 11;

test.beforeAll(async ({ browser, playwright, baseURL }) => {
  const address = baseURL ? { baseURL } : {};
  const request = await playwright.request.newContext(address);
  await send(request, [
    ...spread([100, 95, 90, 60, 55, 30, 25, 20], 'plain'),
    ...spread([110, 92, 50], 'cards'),
  ]);
  await request.dispose();
  context = await browser.newContext({ ...address, permissions: ['clipboard-read', 'clipboard-write'] });
  page = await context.newPage();
  await signIn(page);
});
test.afterAll(() => context.close());

const rows = (of = page) => of.locator('[data-row-id]');
const count = (of = page) => of.locator('[data-count]');
const histogram = (of = page) => of.getByRole('application', HISTOGRAM);
const explorer = (query = '') => `/events?session_id=${SESSION}${query}`;

/** Opens the explorer on the events of this file and waits until all are listed and counted; answers how many. */
async function open(query = '&range=3h'): Promise<number> {
  await page.mouse.move(0, 0);
  await page.goto(explorer(query));
  await expect(rows().nth(SENT - 1)).toBeAttached();
  const listed = await rows().count();
  await expect(count()).toHaveText(`${listed} events`);
  return listed;
}

test('dragging over bars zooms in, and Back undoes it', async () => {
  await open();
  const box = await histogram().boundingBox();
  if (!box) throw new Error('The histogram has no place.');
  const y = box.y + box.height / 2;
  // The second half holds what is younger than 90 minutes or so.
  await page.mouse.move(box.x + box.width / 2, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 4, y, { steps: 4 });
  await expect(page.locator('.recharts-reference-area-rect')).toBeVisible();
  await page.mouse.up();
  await page.mouse.move(0, 0);
  await expect(page).toHaveURL(/from=.*&to=|to=.*&from=/);
  expect(new URL(page.url()).searchParams.get('range')).toBeNull();
  await expect.poll(() => rows().count()).toBeLessThan(11);
  await expect(count()).toHaveText(`${await rows().count()} events`);
  await page.goBack();
  await expect(page).toHaveURL(/range=3h/);
  await expect(rows()).toHaveCount(11);
});

test('a click on a bar shows what is in it', async () => {
  await open();
  const bar = page.locator('.recharts-bar-rectangle path').first();
  const box = await bar.boundingBox();
  if (!box) throw new Error('There is no bar.');
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.move(0, 0);
  await expect(page).toHaveURL(/from=/);
  await expect.poll(() => rows().count()).toBeLessThan(11);
  await expect.poll(() => rows().count()).toBeGreaterThan(0);
});

test('the keyboard moves over the bars, says what it is on, selects, zooms in and out', async () => {
  await open();
  await histogram().focus();
  await page.keyboard.press('Home');
  const said = histogram().getByRole('status');
  await expect(said).toHaveText(/\d\d:\d\d:\d\d, \d+ events?/);
  await page.keyboard.press('Shift+End');
  await expect(said).toHaveText(/^\d+ bars, .*, 11 events: 8 passed, 3 redacted$/);
  await page.keyboard.press('Escape');
  await expect(said).toBeEmpty();
  await page.keyboard.press('Home');
  for (let i = 0; i < 6; i += 1) await page.keyboard.press('Shift+PageDown');
  await expect(said).toHaveText(/^\d+ bars/);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/from=.*to=|to=.*from=/);
  const zoomed = new URL(page.url()).searchParams;
  const spanMs = Date.parse(zoomed.get('to') ?? '') - Date.parse(zoomed.get('from') ?? '');
  await page.keyboard.press('-');
  await expect
    .poll(() => {
      const wider = new URL(page.url()).searchParams;
      return Date.parse(wider.get('to') ?? '') - Date.parse(wider.get('from') ?? '');
    })
    .toBe(2 * spanMs);
  await page.goBack();
  await page.goBack();
  await expect(page).toHaveURL(/range=3h/);
  await expect(rows()).toHaveCount(11);
});

test('a facet narrows list and histogram alike, and its other values stay in sight', async () => {
  await open();
  const category = page
    .getByRole('complementary', { name: 'Facets' })
    .getByRole('region', { name: 'Category' });
  const value = (name: string) => category.getByRole('button', { name: new RegExp(`^${name}`) });
  await expect(value('plain')).toContainText('8');
  await value('cards').click();
  await expect(rows()).toHaveCount(3);
  await expect(count()).toHaveText('3 events');
  await expect(value('cards')).toHaveAttribute('aria-pressed', 'true');
  await expect(value('plain')).toContainText('8');
  await expect(page.getByRole('region', { name: 'Verdict' })).toContainText(/Redact\s*3/);
  await value('cards').click();
  await expect(rows()).toHaveCount(11);

  await value('cards').focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/not\.category=cards/);
  await expect(rows()).toHaveCount(8);
  await expect(count()).toHaveText('8 events');
  await expect(value('cards')).toContainText('3');
  await page.getByRole('button', { name: 'Remove filter Category is not cards' }).click();
  await expect(rows()).toHaveCount(11);
});

test('a range can be typed, is kept in the address, and what is not understood is said', async () => {
  await open();
  await page.keyboard.press('t');
  const typed = page.getByRole('textbox', { name: 'Time range' });
  await typed.fill('a while');
  await page.keyboard.press('Enter');
  await expect(page.getByText('“a while” is not understood.')).toBeVisible();
  await typed.fill('70 min');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/range=70m/);
  await expect(rows()).toHaveCount(6);
  await expect(count()).toHaveText('6 events');

  await page.goto(explorer('&range=5m'));
  await expect(page.getByText('No events match these filters in this time.')).toBeVisible();
  await page.getByRole('button', { name: 'Show any time' }).click();
  await expect(rows()).toHaveCount(11);
  expect(new URL(page.url()).searchParams.get('range')).toBeNull();
});

test('a link to an exact window shows the same rows and counts to somebody else, whatever came since', async ({
  browser,
  baseURL,
  request,
}) => {
  await open();
  await page.getByRole('button', { name: 'Copy link' }).click();
  await page.getByRole('menuitem', { name: 'Copy link to this exact window' }).click();
  await expect(page.getByText('Link copied')).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const first = await rows().first().getAttribute('data-row-id');
  const listed = await rows().count();
  await send(request, [{ category: 'later', name: 'later' }]);

  const elsewhere = await browser.newContext(baseURL ? { baseURL } : {});
  const other = await elsewhere.newPage();
  await other.goto(link);
  await signIn(other);
  await expect(rows(other)).toHaveCount(listed);
  expect(await rows(other).first().getAttribute('data-row-id')).toBe(first);
  await expect(count(other)).toHaveText(`${listed} events`);
  const facet = other.getByRole('region', { name: 'Category' });
  await expect(facet).toContainText('plain');
  await expect(facet).not.toContainText('later');
  await elsewhere.close();
});

test('what is sent appears at the top by itself; while a row is open it waits, and the open row keeps its place', async ({
  request,
}) => {
  const before = await open('');
  await expect(page.getByRole('switch', { name: 'Live' })).toContainText('Live');
  await page.evaluate(() => Object.assign(window, { sameLoad: true }));
  await send(request, [{ category: 'live', name: 'live.one' }]);
  await expect(rows().first()).toContainText('live.one');
  await expect(rows()).toHaveCount(before + 1);

  await rows().first().getByRole('link').click();
  const drawer = page.getByRole('complementary', { name: 'live.one' });
  await expect(drawer).toBeVisible();
  await expect(page.getByRole('switch', { name: 'Live' })).toContainText('Paused');
  await page.mouse.move(0, 0);
  await send(request, [
    { category: 'live', name: 'live.two' },
    { category: 'live', name: 'live.three' },
  ]);
  const pill = page.getByRole('button', { name: '2 new' });
  await expect(pill).toBeVisible();
  await expect(rows()).toHaveCount(before + 1);
  await pill.click();
  await expect(rows()).toHaveCount(before + 3);
  await expect(drawer).toBeVisible();
  await page.keyboard.press('k');
  await expect(page.getByRole('complementary', { name: /^live\.(two|three)$/ })).toBeVisible();
  await page.keyboard.press('j');
  await expect(drawer).toBeVisible();
  await page.keyboard.press('Escape');
  await page.mouse.move(0, 0);
  expect(await page.evaluate(() => 'sameLoad' in window)).toBe(true);

  await page.keyboard.press('l');
  await expect(page).toHaveURL(/live=off/);
  await expect(page.getByRole('switch', { name: 'Live' })).not.toBeChecked();
  await page.keyboard.press('l');
  await expect(page).not.toHaveURL(/live=off/);
});

test('nobody is streamed to for ever: after ten minutes without a touch live stops, and can be resumed', async ({
  request,
}) => {
  await page.clock.install();
  await open('');
  await expect(page.getByRole('switch', { name: 'Live' })).toContainText('Live');
  await page.clock.fastForward('10:01');
  await expect(page.getByText('Live stopped after 10 minutes without a touch')).toBeVisible();
  await page.clock.resume();
  await send(request, [{ category: 'live', name: 'live.four' }]);
  await page.getByRole('button', { name: 'Resume live' }).click();
  await expect(rows().first()).toContainText('live.four');
});

test('without the stream the list is read again by itself, and says so', async ({ request }) => {
  await page.route('**/api/v1/events/live?*', (route) => route.fulfill({ status: 503, body: '{}' }));
  await open('');
  await expect(page.getByText('The live stream cannot be had: the list is read every 5 s')).toBeVisible();
  await send(request, [{ category: 'live', name: 'live.five' }]);
  await expect(rows().first()).toContainText('live.five');
  await page.unroute('**/api/v1/events/live?*');
});

test('counts that fail or take too long leave the list in place and say what helps', async () => {
  const stats = '**/api/v1/events/stats?*';
  await page.route(stats, (route) => route.fulfill({ status: 503, json: { detail: 'The store is away.' } }));
  await page.goto(explorer('&range=24h'));
  await expect(page.getByText('The histogram could not be counted: The store is away.')).toBeVisible();
  await expect(rows().first()).toBeVisible();
  await page.unroute(stats);
  await page.route(stats, async (route) => {
    const answer = await route.fetch();
    const body = (await answer.json()) as { facets: object };
    const facets = Object.fromEntries(Object.keys(body.facets).map((name) => [name, null]));
    await route.fulfill({
      response: answer,
      json: { ...body, bars: null, total: null, facets, note: 'narrow' },
    });
  });
  await page.goto(explorer('&range=24h'));
  await expect(page.getByText('The histogram took too long to count.')).toBeVisible();
  await expect(rows().first()).toBeVisible();
  await page.unroute(stats);
  await page.getByRole('button', { name: 'Show the last hour' }).click();
  await expect(page).toHaveURL(/range=1h/);
  await expect(histogram()).toBeVisible();
});
