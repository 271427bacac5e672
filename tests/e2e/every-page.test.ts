import { globSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { pasteCurl, signIn } from '../support/console.ts';
import { asAdministrator, type Caller, firstId } from '../support/console-api.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const IDS: Record<string, string> = {};
const PAGES = [
  '/',
  '/events',
  '/events?open={event}',
  '/events?columns=time,name,data.order,data.note,attributes.brand&sort=data.order.desc',
  '/events/{event}',
  '/deliveries',
  '/deliveries?open={delivery}',
  '/deliveries/{delivery}',
  '/deliveries/dead',
  '/bulk_operations',
  '/findings',
  '/findings?open={finding}',
  '/files',
  '/slack',
  '/slack/connection',
  '/scan',
  '/exports',
  '/warnings',
  '/clients',
  '/clients/new',
  '/clients/{client}',
  '/sources',
  '/sources/new',
  '/sources/{source}',
  '/patterns',
  '/patterns/new',
  '/patterns/{pattern}',
  '/exclusions',
  '/enrichment',
  '/enrichment/new',
  '/enrichment/{rule}',
  '/destinations',
  '/destinations/new',
  '/destinations/{destination}',
  '/users',
  '/roles',
  '/users/new',
  '/access_review',
  '/audit',
  '/settings/mail',
  '/settings/retention',
  '/account',
];

let context: BrowserContext;

test('the list of pages holds every page that there is', () => {
  const named = (path: string): string => path.replace(/\?.*/, '').replace(/\{\w+\}/g, '[id]');
  const found = globSync('app/(console)/**/page.tsx').map((file) =>
    file.replace(/^app\/\(console\)/, '').replace(/\/?page\.tsx$/, ''),
  );
  expect([...new Set(PAGES.map(named))].toSorted()).toEqual(found.map((path) => path || '/').toSorted());
});

/** It is there once the event was processed. */
async function firstDelivery(admin: Caller): Promise<string> {
  const path = '/api/v1/deliveries?limit=1';
  await expect.poll(async () => (await admin.get<{ items: unknown[] }>(path)).items.length).toBe(1);
  return firstId(admin, path);
}

test.beforeAll(async ({ browser, playwright, baseURL }) => {
  const address = baseURL ? { baseURL } : {};
  const accepted = await pasteCurl();
  expect(accepted.status).toBe('accepted');
  IDS.event = accepted.id;
  const request = await playwright.request.newContext(address);
  const admin = await asAdministrator(request);
  IDS.client = await firstId(admin, '/api/v1/clients?limit=1');
  IDS.source = (
    await admin.post<{ id: string }>('/api/v1/sources', { name: `pages-${Date.now()}`, scheme: 'github' })
  ).id;
  IDS.pattern = await firstId(admin, '/api/v1/patterns?limit=1');
  IDS.rule = await firstId(admin, '/api/v1/enrichment_rules?limit=1');
  IDS.delivery = await firstDelivery(admin);
  IDS.finding = await firstId(admin, '/api/v1/findings?limit=1');
  IDS.destination = await firstId(admin, '/api/v1/destinations?limit=1');
  await request.dispose();
  // Colours in the middle of a transition have no contrast of their own.
  context = await browser.newContext({ ...address, reducedMotion: 'reduce' });
  await tellViolations(context);
  const page = await context.newPage();
  await signIn(page);
  await page.close();
});
test.afterAll(() => context.close());

/** What the page's policy refuses stands in the console too, except where the page catches the refusal. */
const tellViolations = (to: BrowserContext): Promise<unknown> =>
  to.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample, sourceFile }) => {
      reportError(
        new Error(`against the policy: ${violatedDirective} ${blockedURI} ${sample} ${sourceFile}`),
      );
    });
  });

const QUIET_MS = 500;
/** It is open for as long as the page is. */
const isLiveStream = (url: string): boolean => new URL(url).pathname === '/api/v1/events/live';

/** Whether the page has asked for nothing for a while, and has every answer. */
function watchTraffic(page: Page): () => boolean {
  const underWay = new Set<unknown>();
  let changedMs = performance.now();
  const note = (change: () => unknown): void => {
    changedMs = performance.now();
    change();
  };
  page.on('request', (request) => {
    if (!isLiveStream(request.url())) note(() => underWay.add(request));
  });
  for (const end of ['requestfinished', 'requestfailed'] as const) {
    page.on(end as 'requestfinished', (request) => note(() => underWay.delete(request)));
  }
  return () => underWay.size === 0 && performance.now() - changedMs > QUIET_MS;
}

type Watched = { page: Page; faults: string[] };

async function open(
  path: string,
  colorScheme: 'light' | 'dark',
  as: BrowserContext = context,
): Promise<Watched> {
  const page = await as.newPage();
  const faults: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`exception: ${error.message}`));
  page.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${response.status()} ${response.url()}`);
  });
  const isQuiet = watchTraffic(page);
  await page.emulateMedia({ colorScheme });
  await page.goto(path.replace(/\{(\w+)\}/, (_, name: string) => IDS[name] ?? name));
  await expect(page.getByRole('main')).toBeVisible();
  // Pages that look again every second are quiet in between: whoever looks as seldom as they do may never see it.
  await expect.poll(isQuiet, { intervals: [50] }).toBe(true);
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  return { page, faults };
}

for (const scheme of ['light', 'dark'] as const) {
  test.describe(`in the ${scheme} theme`, () => {
    for (const path of PAGES) {
      test(`${path} loads without a fault and can be used by everybody`, async () => {
        const { page, faults } = await open(path, scheme);
        await expect(page.locator('html')).toHaveAttribute('data-theme', scheme);
        await expect(page).toHaveTitle(/\S/);
        await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
        const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
        expect(
          violations.map(
            ({ id, nodes }) =>
              `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(' | ')}`,
          ),
        ).toEqual([]);
        expect(faults).toEqual([]);
        await page.close();
      });
    }
  });
}

test('the sign-in page can be used by everybody, in both themes', async ({ browser, baseURL }) => {
  const anonymous = await browser.newContext({ ...(baseURL ? { baseURL } : {}), reducedMotion: 'reduce' });
  await tellViolations(anonymous);
  for (const colorScheme of ['light', 'dark'] as const) {
    const { page, faults } = await open('/sign-in', colorScheme, anonymous);
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    expect(faults).toEqual([]);
    await page.close();
  }
  await anonymous.close();
});

test('an address that leads nowhere says so', async () => {
  const { page, faults } = await open('/no/such/page', 'light');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  // The browser says it, and the watch does.
  const [watched, said, ...rest] = faults.toSorted();
  expect(watched).toMatch(/^404 .*\/no\/such\/page$/);
  expect(said).toContain('404');
  expect(rest).toEqual([]);
  await page.close();
});
