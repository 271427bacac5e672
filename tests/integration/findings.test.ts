import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GET as readFinding } from '#app/api/v1/findings/[id]/route.ts';
import { GET as listFindings } from '#app/api/v1/findings/route.ts';
import { systemContext } from '#lib/auth/context.ts';
import { closeScanner } from '#lib/dlp/scan-documents.ts';
import type { FindingDetail } from '#lib/findings/schema.ts';
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

type Finding = Record<string, unknown> & { id: string };
type Page = { items: Finding[]; next: string | null; prev: string | null };
const list = (query: Record<string, string>, token = viewer.token): Promise<Answer> =>
  callRoute(listFindings, { path: `/api/v1/findings?${new URLSearchParams(query)}`, token });
const page = async (query: Record<string, string> = {}): Promise<Page> => {
  const answer = await list(query);
  expect(answer.status).toBe(200);
  return answer.body as Page;
};

describe('200', () => {
  it('answers what was caught, masked: one finding for one value, however often it stands there', async () => {
    const { items } = await page({ event: ids[0] ?? '' });
    expect(items).toEqual([
      {
        id: expect.any(String),
        pattern_id: '0199a1c0-7d00-7000-8000-000000000001',
        pattern: 'Card number',
        severity: 'high',
        action: 'redact',
        confidence: 4,
        masked: '************1111',
        state: 'open',
        reason: null,
        assignee: null,
        places: 4,
        last_place: expect.objectContaining({ subject: { kind: 'event', id: ids[2] }, version: 1 }),
        first_seen_at: expect.any(String),
        last_seen_at: expect.any(String),
        reopened_at: null,
      },
    ]);
  });

  it('names every place of one finding, with where and why', async () => {
    const [finding] = (await page({ pattern: 'card' })).items;
    const answer = await callRoute(readFinding, { token: viewer.token, params: { id: finding?.id ?? '' } });
    expect(answer.status).toBe(200);
    const places = (answer.body as unknown as FindingDetail).all_places;
    expect(places.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['data.card', 'data.note', 'data["************1111"]', 'data.list[0]']),
    );
    expect(places.find(({ path }) => path === 'data.note')).toMatchObject({
      id: finding?.id,
      subject: { kind: 'event', id: ids[0] },
      version: 1,
      masked: '************1111',
      start: 5,
      end: 21,
      reasons: expect.arrayContaining([expect.stringMatching(/luhn/i)]),
    });
  });

  it('never holds what was caught, not in a path either', async () => {
    const { items } = await page({ limit: '100' });
    const details = await Promise.all(
      items.map(({ id }) => callRoute(readFinding, { token: viewer.token, params: { id } })),
    );
    const text = JSON.stringify([items, details.map(({ body }) => body)]);
    expect(text).not.toContain(CARD);
    expect(text).not.toContain(MAIL);
  });

  it('knows a value by its fingerprint, which is no plain hash', async () => {
    const [row] = await prisma().finding.findMany({ where: { patternName: 'Card number' } });
    const plain = await crypto.subtle.digest('SHA-256', Buffer.from(CARD));
    expect(Buffer.from(row?.fingerprint ?? '').equals(Buffer.from(plain))).toBe(false);
  });

  it.each<[Record<string, string>, number]>([
    [{ pattern: 'CARD' }, 1],
    [{ pattern: 'E-mail address' }, 1],
    [{ severity: 'low' }, 1],
    [{ severity: 'critical' }, 0],
    [{ action: 'redact' }, 1],
    [{ state: 'open' }, 2],
    [{ from: '2020-01-01T00:00:00' }, 2],
    [{ to: '2020-01-01T00:00:00Z' }, 0],
    [{ min_confidence: '5' }, 1],
    [{ assignee: 'nobody' }, 2],
    [{ assignee: 'me' }, 0],
    [{ reopened: 'true' }, 0],
  ])('filters by %j', async (filter, count) => {
    expect((await page(filter)).items).toHaveLength(count);
  });

  it('pages both ways without repeats or gaps, though all came in one commit', async () => {
    const first = await page({ limit: '1' });
    const second = await page({ limit: '1', cursor: first.next ?? '' });
    const all = (await page({ limit: '100' })).items.map(({ id }) => id);
    expect([first, second].flatMap(({ items }) => items.map(({ id }) => id))).toEqual(all);
    expect(second.next).toBeNull();
    const back = await page({ limit: '1', cursor: second.prev ?? '' });
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
