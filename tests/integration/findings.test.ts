import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GET as listFindings } from '#app/api/v1/findings/route.ts';
import { systemContext } from '#lib/auth/context.ts';
import { closeScanner } from '#lib/dlp/scan-documents.ts';
import { installDefaults } from '#lib/pipeline/install-defaults.ts';
import { prisma } from '#lib/platform/db.ts';
import { type Answer, callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makeClient } from '#tests/support/make-client.ts';
import { makePerson, type Person } from '#tests/support/people.ts';
import { takeAndProcess } from '#tests/support/take-events.ts';

useTestDatabase();
const CARD = '4111111111111111';
const MAIL = 'jane.doe@mail.shop.co.uk';

let viewer: Person;
let nobody: Person;
let ids: string[];
beforeAll(async () => {
  await installDefaults(systemContext('tests'));
  viewer = await makePerson('vera', ['viewer']);
  nobody = await makePerson('nora', []);
  const client = await makeClient();
  ids = await takeAndProcess(client, [
    { name: 'one', data: { card: CARD, note: `card ${CARD}` } },
    { name: 'two', data: { to: MAIL } },
    { name: 'three', data: { [CARD]: 'in a key', list: [`pay ${CARD}`] } },
  ]);
});
afterAll(closeScanner);

type Finding = Record<string, unknown> & { id: string; created_at: string };
type Page = { items: Finding[]; next: string | null; prev: string | null };
const list = (query: Record<string, string>, token = viewer.token): Promise<Answer> =>
  callRoute(listFindings, { path: `/api/v1/findings?${new URLSearchParams(query)}`, token });
const page = async (query: Record<string, string> = {}): Promise<Page> => {
  const answer = await list(query);
  expect(answer.status).toBe(200);
  return answer.body as Page;
};

describe('200', () => {
  it('answers what was caught, masked, with where and why', async () => {
    const { items } = await page({ event: ids[0] ?? '' });
    expect(items).toHaveLength(2);
    expect(items.find(({ path }) => path === 'data.note')).toEqual({
      id: expect.any(String),
      event_id: ids[0],
      pattern_id: '0199a1c0-7d00-7000-8000-000000000001',
      pattern: 'Card number',
      version: 1,
      severity: 'high',
      confidence: expect.any(Number),
      path: 'data.note',
      masked: '************1111',
      action: 'redact',
      state: 'open',
      reasons: expect.arrayContaining([expect.stringMatching(/luhn/i)]),
      start: 5,
      end: 21,
      created_at: expect.any(String),
    });
  });

  it('never holds what was caught, not in a path either', async () => {
    const text = JSON.stringify((await page({ limit: '100' })).items);
    expect(text).not.toContain(CARD);
    expect(text).not.toContain(MAIL);
    expect((await page({ event: ids[2] ?? '' })).items.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['data["************1111"]', 'data.list[0]']),
    );
  });

  it('knows the same value again by its fingerprint, which is no plain hash', async () => {
    const rows = await prisma().finding.findMany({
      where: { patternName: 'Card number' },
      select: { fingerprint: true },
    });
    const prints = new Set(rows.map(({ fingerprint }) => Buffer.from(fingerprint).toString('hex')));
    expect(rows.length).toBe(4);
    expect(prints.size).toBe(1);
    const plain = await crypto.subtle.digest('SHA-256', Buffer.from(CARD));
    expect(prints.has(Buffer.from(plain).toString('hex'))).toBe(false);
  });

  it.each<[Record<string, string>, number]>([
    [{ pattern: 'CARD' }, 4],
    [{ pattern: 'E-mail address' }, 1],
    [{ severity: 'low' }, 1],
    [{ severity: 'critical' }, 0],
    [{ action: 'redact' }, 4],
    [{ state: 'open' }, 5],
    [{ from: '2020-01-01T00:00:00' }, 5],
    [{ to: '2020-01-01T00:00:00Z' }, 0],
  ])('filters by %j', async (filter, count) => {
    expect((await page(filter)).items).toHaveLength(count);
  });

  it('pages both ways without repeats or gaps, though all came in one commit', async () => {
    const first = await page({ limit: '2' });
    const second = await page({ limit: '2', cursor: first.next ?? '' });
    const third = await page({ limit: '2', cursor: second.next ?? '' });
    const all = (await page({ limit: '100' })).items.map(({ id }) => id);
    expect([first, second, third].flatMap(({ items }) => items.map(({ id }) => id))).toEqual(all);
    expect(third.next).toBeNull();
    expect((await page({ limit: '2', cursor: third.prev ?? '' })).items).toEqual(second.items);
    const back = await page({ limit: '2', cursor: second.prev ?? '' });
    expect(back.items).toEqual(first.items);
    expect(back.prev).toBeNull();
  });
});

describe('400', () => {
  it.each<[Record<string, string>, string]>([
    [{ severity: 'worst' }, 'severity'],
    [{ event: '7' }, 'event'],
    [{ from: 'soon' }, 'from'],
    [{ cursor: 'x' }, 'cursor'],
    [{ limit: '1000' }, 'limit'],
  ])('refuses the query %j with its path', async (query, path) => {
    expect(await list(query)).toMatchObject({ status: 400, body: { errors: [{ path }] } });
  });
});

describe('403', () => {
  it('refuses users without findings:read', async () => {
    expect(await list({}, nobody.token)).toMatchObject({
      status: 403,
      body: { permission: 'findings:read' },
    });
  });
});
