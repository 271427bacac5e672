import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GET as readEvent } from '#app/api/v1/events/[id]/route.ts';
import { GET as readTrace } from '#app/api/v1/events/[id]/trace/route.ts';
import { GET as listEvents } from '#app/api/v1/events/route.ts';
import { GET as listFindings } from '#app/api/v1/findings/route.ts';
import { systemContext } from '#lib/auth/context.ts';
import { closeScanner } from '#lib/dlp/scan-documents.ts';
import { installDefaults } from '#lib/pipeline/install-defaults.ts';
import { prisma } from '#lib/platform/db.ts';
import { parseExactJson } from '#lib/platform/json.ts';
import { type Answer, callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makeClient, type TestClient } from '#tests/support/make-client.ts';
import { storeDestination } from '#tests/support/peer-dispatch.ts';
import { makePerson, type Person } from '#tests/support/people.ts';
import { takeAndProcess, takeEvents } from '#tests/support/take-events.ts';

useTestDatabase();
const CARD = '4111 1111 1111 1111';
const MASKED_CARD = '************1111';

let viewer: Person;
let reviewer: Person;
let nobody: Person;
let shop: TestClient;
let bank: TestClient;
beforeAll(async () => {
  await installDefaults(systemContext('tests'));
  viewer = await makePerson('vera', ['viewer']);
  reviewer = await makePerson('rita', ['reviewer']);
  nobody = await makePerson('nora', []);
  shop = await makeClient({ name: 'Shop' });
  bank = await makeClient({ name: 'Bank' });
  await storeDestination({ name: 'Everything', kind: 'log' });
});
afterAll(closeScanner);

type Event = Record<string, unknown> & { id: string; name: string; timestamp: string };
type Page = { items: Event[]; next: string | null; prev: string | null };
type As = { token: string };

const list = (query: Record<string, string>, as: As = viewer): Promise<Answer> =>
  callRoute(listEvents, { path: `/api/v1/events?${new URLSearchParams(query)}`, token: as.token });
const page = async (query: Record<string, string>, as: As = viewer): Promise<Page> => {
  const answer = await list(query, as);
  expect(answer.status).toBe(200);
  return answer.body as Page;
};
const names = async (query: Record<string, string>, as: As = viewer): Promise<string[]> =>
  (await page(query, as)).items.map(({ name }) => name).toSorted();
const read = (id: string, query = '', as: As = viewer): Promise<Answer> =>
  callRoute(readEvent, { path: `/api/v1/events/${id}${query}`, params: { id }, token: as.token });
const event = async (id: string, query = '', as: As = viewer): Promise<Event> => {
  const answer = await read(id, query, as);
  expect(answer.status).toBe(200);
  return answer.body as Event;
};
const revealsOf = (id: string): Promise<number> =>
  prisma().auditEntry.count({ where: { action: 'events.reveal', subjectId: id } });

describe('200', () => {
  describe('for a list', () => {
    beforeAll(async () => {
      await takeAndProcess(shop, [
        {
          name: 'plain',
          category: 'filters',
          session_id: 's-1',
          timestamp: '2020-01-01T00:00:01Z',
          data: { user: { id: 7 }, tags: ['a', 'b'] },
        },
        {
          name: 'card',
          category: 'filters',
          session_id: 's-2',
          timestamp: '2020-01-01T00:00:02Z',
          data: { note: `paid with ${CARD}`, pct: '100%_\\' },
        },
        {
          name: 'key',
          category: 'filters',
          id: 'Own-Id-1',
          timestamp: '2020-01-01T00:00:03Z',
          data: { key: 'AKIAIOSFODNN7EXAMPLE', user: { id: 'seven' } },
        },
      ]);
      await takeEvents(shop, [
        {
          name: 'waiting',
          category: 'filters',
          timestamp: '2020-01-01T00:00:04Z',
          data: { user: { id: 7 }, note: 'unscanned words' },
        },
      ]);
      await takeAndProcess(bank, [{ name: 'bank', category: 'filters', timestamp: '2020-01-01T00:00:05Z' }]);
    });

    it('answers events newest first by their own time, in the form of the contract', async () => {
      const { items, next, prev } = await page({ category: 'filters' });
      expect(items.map(({ name }) => name)).toEqual(['bank', 'waiting', 'key', 'card', 'plain']);
      expect([next, prev]).toEqual([null, null]);
      expect(items[3]).toEqual({
        id: expect.any(String),
        external_id: null,
        client_id: shop.id,
        client_name: 'Shop',
        source_id: null,
        source_name: null,
        session_id: 's-2',
        category: 'filters',
        name: 'card',
        timestamp: '2020-01-01T00:00:02.000Z',
        received_at: expect.any(String),
        status: 'processed',
        verdict: 'redact',
        severity: 'high',
        attributes: { brand: 'testBrand' },
      });
    });

    it.each<[Record<string, string>, string[]]>([
      [{ session_id: 's-1' }, ['plain']],
      [{ name: 'card' }, ['card']],
      [{ category: 'other' }, []],
      [{ status: 'accepted' }, ['waiting']],
      [{ verdict: 'redact' }, ['card', 'key']],
      [{ severity: 'high', name: 'key' }, ['key']],
      [{ verdict: 'none' }, ['waiting']],
      [{ severity: 'none' }, ['bank', 'plain', 'waiting']],
      [{ client: 'none' }, []],
      [{ name: 'none' }, []],
      [{ 'not.name': 'card' }, ['bank', 'key', 'plain', 'waiting']],
      [{ 'not.name': 'none' }, ['bank', 'card', 'key', 'plain', 'waiting']],
      [{ 'not.status': 'accepted', 'not.name': 'bank' }, ['card', 'key', 'plain']],
      [{ 'not.verdict': 'redact' }, ['bank', 'plain', 'waiting']],
      [{ 'not.verdict': 'none', 'not.severity': 'none' }, ['card', 'key']],
      [{ verdict: 'redact', 'not.name': 'key' }, ['card']],
      [{ 'not.category': 'filters' }, []],
      [{ from: '2020-01-01T00:00:03Z' }, ['bank', 'key', 'waiting']],
      [{ to: '2020-01-01T00:00:03Z' }, ['card', 'plain']],
      [{ from: '2020-01-01T02:00:03+02:00', to: '2020-01-01T00:00:03.001Z' }, ['key']],
      [{ from: '2020-01-01T00:00:03', to: '2020-01-01T00:00:04' }, ['key']],
      [{ q: 'PLAI' }, ['plain']],
      [{ q: 'own-id' }, ['key']],
      [{ q: 's-2' }, ['card']],
      [{ q: 'paid with' }, ['card']],
      [{ q: '100%_' }, ['card']],
      [{ q: '%' }, ['card']],
      [{ q: 'testbrand' }, []],
      [{ 'data.user.id': '7' }, ['plain']],
      [{ 'data.user.id': 'seven' }, ['key']],
      [{ 'data.tags.1': 'b' }, ['plain']],
      [{ 'data.tags.1': 'b', 'data.user.id': '8' }, []],
      [{ "data.x'; DROP TABLE events; --": "' OR 1=1" }, []],
    ])('filters by %j', async (filter, expected) => {
      expect(await names({ category: 'filters', ...filter })).toEqual(expected);
    });

    it('finds an event by its id', async () => {
      const [first] = (await page({ name: 'key', category: 'filters' })).items;
      expect(await names({ q: first?.id.toUpperCase() ?? '' })).toEqual(['key']);
    });

    it('finds nothing by what is masked, for nobody: a filter must not tell what the reader may not see', async () => {
      for (const as of [viewer, reviewer, shop]) {
        expect(await names({ q: CARD }, as)).toEqual([]);
        expect(await names({ q: 'AKIAIOSFODNN7EXAMPLE' }, as)).toEqual([]);
        expect(await names({ 'data.key': 'AKIAIOSFODNN7EXAMPLE' }, as)).toEqual([]);
        expect(await names({ q: 'unscanned words' }, as)).toEqual([]);
        expect(await names({ q: MASKED_CARD, category: 'filters' }, as)).toEqual(['card']);
      }
    });

    it('shows a client what it sent itself and nothing else', async () => {
      expect(await names({ category: 'filters' }, bank)).toEqual(['bank']);
      expect(await names({ category: 'filters', client: shop.id }, bank)).toEqual([]);
      expect(await names({ category: 'filters', client: shop.id })).toEqual([
        'card',
        'key',
        'plain',
        'waiting',
      ]);
    });
  });

  describe('for pages', () => {
    it('shows every event once both ways, with equal times and while others arrive', async () => {
      const at = (i: number): string =>
        new Date(Date.UTC(2019, 0, 1) + Math.floor(i / 5) * 1_000).toISOString();
      await takeEvents(
        shop,
        Array.from({ length: 57 }, (_, i) => ({ name: `n${i}`, category: 'paging', timestamp: at(i) })),
      );
      const query = { category: 'paging', limit: '7' };
      const seen: Page[] = [await page(query)];
      for (let last = seen[0]; last?.next; last = seen.at(-1)) {
        await takeEvents(shop, [{ name: 'late', category: 'paging' }]);
        seen.push(await page({ ...query, cursor: last.next }));
      }
      const ids = (pages: Page[]): string[] => pages.flatMap(({ items }) => items.map(({ id }) => id));
      const down = ids(seen);
      expect(down).toHaveLength(57);
      expect(new Set(down).size).toBe(57);
      const order = seen.flatMap(({ items }) => items.map(({ timestamp, id }) => `${timestamp} ${id}`));
      expect(order.toSorted().reverse()).toEqual(order);

      const up: Page[] = [seen.at(-1) as Page];
      for (let last = up[0]; last?.prev; last = up[0])
        up.unshift(await page({ ...query, cursor: last.prev }));
      const late = seen.length - 1;
      expect(ids(up).slice(late)).toEqual(down);
      expect(up[0]?.prev).toBeNull();
    });

    it('holds 50 events unless told otherwise, and 100 at most', async () => {
      await takeEvents(
        shop,
        Array.from({ length: 101 }, () => ({ name: 'x', category: 'sizes' })),
      );
      expect((await page({ category: 'sizes' })).items).toHaveLength(50);
      expect((await page({ category: 'sizes', limit: '100' })).items).toHaveLength(100);
    });
  });

  describe('for one event', () => {
    it('answers its content masked, with what was caught, its steps and its deliveries when asked for', async () => {
      const [id = ''] = await takeAndProcess(shop, [
        { name: 'order.paid', id: 'o-1', data: { note: `paid with ${CARD}`, amount: 12 } },
      ]);
      const plain = await event(id);
      expect(plain).toMatchObject({
        id,
        external_id: 'o-1',
        data: { note: `paid with ${MASKED_CARD}`, amount: 12 },
        data_withheld: null,
      });
      expect(plain).not.toHaveProperty('findings');
      expect(plain).not.toHaveProperty('trace');

      const whole = await event(id, '?include=findings,trace,deliveries');
      expect(whole.findings).toEqual([
        expect.objectContaining({
          pattern: 'Card number',
          version: 1,
          severity: 'high',
          path: 'data.note',
          masked: MASKED_CARD,
          action: 'redact',
          state: 'open',
        }),
      ]);
      const trace = whole.trace as {
        step: string;
        at: string;
        duration_ms: number | null;
        outcome: string;
        detail: string | null;
      }[];
      expect(trace.map(({ step }) => step)).toEqual([
        'received',
        'enriched',
        'scanned',
        'decided',
        'dispatched',
      ]);
      expect(trace.map(({ outcome }) => outcome)).toEqual([
        'accepted',
        '1 added',
        '1 finding',
        'redact',
        '1 delivery',
      ]);
      expect(trace.every(({ at }) => !Number.isNaN(Date.parse(at)))).toBe(true);
      expect(trace[1]?.detail).toBe('brand = "testBrand" by Brand');
      expect(whole.deliveries).toEqual([
        expect.objectContaining({ destination: 'Everything', kind: 'log', status: 'pending', attempts: [] }),
      ]);
      expect(JSON.stringify(whole)).not.toContain(CARD);

      const traceAlone = await callRoute(readTrace, { params: { id }, token: viewer.token });
      expect(traceAlone.body).toEqual({ trace, deliveries: whole.deliveries });
    });

    it('shows the whole content to whoever may reveal it, and writes down that it did', async () => {
      const [id = ''] = await takeAndProcess(shop, [{ name: 'x', data: { note: CARD } }]);
      expect((await event(id, '?masked=true', reviewer)).data).toEqual({ note: MASKED_CARD });
      expect(await revealsOf(id)).toBe(0);
      expect((await event(id, '', reviewer)).data).toEqual({ note: CARD });
      expect(await revealsOf(id)).toBe(1);
      const trail = await prisma().auditEntry.findFirst({
        where: { action: 'events.reveal', subjectId: id },
      });
      expect(trail).toMatchObject({ actorName: reviewer.email });
      expect(JSON.stringify(trail)).not.toContain(CARD);
    });

    it('leaves no trail where nothing is masked', async () => {
      const [id = ''] = await takeAndProcess(shop, [{ name: 'x', data: { n: 1 } }]);
      expect((await event(id, '', reviewer)).data).toEqual({ n: 1 });
      expect(await revealsOf(id)).toBe(0);
    });

    it('shows a client the masked form of its own event', async () => {
      const [id = ''] = await takeAndProcess(shop, [{ name: 'x', data: { note: CARD } }]);
      const own = await event(id, '?include=findings,trace', shop);
      expect(own.data).toEqual({ note: MASKED_CARD });
      expect(own.findings).toHaveLength(1);
    });

    it('shows nothing of the content before it was looked into, and says why', async () => {
      const [id = ''] = await takeEvents(shop, [{ name: 'x', data: { note: CARD } }]);
      for (const as of [viewer, shop]) {
        expect(await event(id, '', as)).toMatchObject({
          status: 'accepted',
          data: null,
          data_withheld: 'The event has not been scanned yet.',
        });
      }
    });

    it('tells content that is null apart from content that is withheld', async () => {
      const [id = ''] = await takeAndProcess(shop, [{ name: `paid with ${CARD}`, data: null }]);
      expect(await event(id)).toMatchObject({
        name: `paid with ${MASKED_CARD}`,
        data: null,
        data_withheld: null,
      });
    });

    it('keeps every digit of its numbers', async () => {
      const [id = ''] = await takeAndProcess(shop, [
        parseExactJson('{"name":"x","data":{"n":12345678901234567890.5}}') as object,
      ]);
      const headers = { authorization: `Bearer ${viewer.token}` };
      const request = new Request(`http://localhost/api/v1/events/${id}`, { headers });
      const response = await readEvent(request, { params: Promise.resolve({ id }) });
      expect(await response.text()).toContain('"n":12345678901234567890.5');
    });

    it('shows labels masked in every list when they held something', async () => {
      const [id = ''] = await takeAndProcess(shop, [
        { name: `card ${CARD}`, session_id: CARD, category: 'labels', id: `o ${CARD}` },
      ]);
      const seen = JSON.stringify([
        await event(id, '?include=findings,trace', reviewer),
        await page({ q: id }),
      ]);
      expect(seen).not.toContain(CARD);
      expect((await event(id)).session_id).toBe(MASKED_CARD);
    });
  });
});

describe('400', () => {
  it.each<[Record<string, string>, string]>([
    [{ cursor: 'abc' }, 'cursor'],
    [{ limit: '0' }, 'limit'],
    [{ limit: '101' }, 'limit'],
    [{ limit: 'ten' }, 'limit'],
    [{ status: 'lost' }, 'status'],
    [{ verdict: 'maybe' }, 'verdict'],
    [{ from: 'yesterday' }, 'from'],
    [{ to: '2020-13-01T00:00:00Z' }, 'to'],
    [{ client: 'shop' }, 'client'],
    [{ 'not.status': 'lost' }, 'not.status'],
    [{ 'not.client': 'shop' }, 'not.client'],
    [{ 'not.session_id': 's-1' }, 'not.session_id'],
    [{ status: 'none' }, 'status'],
    [{ q: '' }, 'q'],
    [{ q: 'a\0b' }, 'q'],
    [{ session_id: '\0' }, 'session_id'],
    [{ 'data.a\0': 'x' }, 'data.a\0'],
    [{ 'data.a': 'x\0' }, 'data.a'],
    [{ data: 'x' }, 'data'],
    [{ order: 'asc' }, 'order'],
    [{ toString: 'x' }, 'toString'],
  ])('refuses the query %j with its path', async (query, path) => {
    const answer = await list(query);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.body.errors).toMatchObject([{ path }]);
  });

  it('refuses a parameter that comes twice', async () => {
    const answer = await callRoute(listEvents, { path: '/api/v1/events?name=a&name=b', token: viewer.token });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'name' }] } });
  });

  it('refuses a cursor that was changed, or comes from another list', async () => {
    await takeAndProcess(
      shop,
      Array.from({ length: 3 }, () => ({ name: 'x', category: 'cursors', data: { note: CARD } })),
    );
    const cursor = (await page({ category: 'cursors', limit: '1' })).next ?? '';
    expect((await list({ cursor })).status).toBe(200);
    const other = cursor.at(-5) === 'A' ? 'B' : 'A';
    const changed = cursor.slice(0, -5) + other + cursor.slice(-4);
    expect((await list({ cursor: changed })).status).toBe(400);
    const findings = await callRoute(listFindings, { path: '/api/v1/findings?limit=1', token: viewer.token });
    expect(findings.status).toBe(200);
    expect((await list({ cursor: String(findings.body.next) })).status).toBe(400);
    const foreign = await callRoute(listFindings, {
      path: `/api/v1/findings?cursor=${cursor}`,
      token: viewer.token,
    });
    expect(foreign.status).toBe(400);
  });

  it.each(['not-an-id', '01890000-0000-7000-8000', "' OR 1=1"])('refuses %s as an id', async (id) => {
    expect(await read(id)).toMatchObject({ status: 400, body: { errors: [{ path: 'id' }] } });
  });

  it('refuses to include what there is not', async () => {
    const [id = ''] = await takeEvents(shop, [{ name: 'x' }]);
    expect(await read(id, '?include=secrets')).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'include' }] },
    });
  });
});

describe('403', () => {
  it('refuses users without events:read, and names it', async () => {
    const [id = ''] = await takeEvents(shop, [{ name: 'x' }]);
    for (const answer of [await list({}, nobody), await read(id, '', nobody)]) {
      expect(answer).toMatchObject({ status: 403, body: { permission: 'events:read' } });
    }
  });
});

describe('404', () => {
  it("is said of an event that is not there and of one that is another client's, alike", async () => {
    const [id = ''] = await takeEvents(shop, [{ name: 'x' }]);
    const nowhere = await read('01890000-0000-7000-8000-000000000000', '', bank);
    const elsewhere = await read(id, '?include=trace,findings', bank);
    const trace = await callRoute(readTrace, { params: { id }, token: bank.token });
    expect([nowhere.status, elsewhere.status, trace.status]).toEqual([404, 404, 404]);
    expect(elsewhere.body.detail).toBe(nowhere.body.detail);
  });
});
