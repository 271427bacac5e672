import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GET as listEvents } from '#app/api/v1/events/route.ts';
import { systemContext } from '#lib/auth/context.ts';
import { closeScanner } from '#lib/dlp/scan-documents.ts';
import { installDefaults } from '#lib/pipeline/install-defaults.ts';
import { prisma } from '#lib/platform/db.ts';
import { type Answer, callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makeClient, type TestClient } from '#tests/support/make-client.ts';
import { makePerson, type Person } from '#tests/support/people.ts';
import { takeAndProcess, takeEvents } from '#tests/support/take-events.ts';

useTestDatabase();
/** A key that the shipped patterns mask: it must reach nobody without findings:reveal. */
const CANARY = 'AKIAIOSFODNN7EXAMPLE';

let viewer: Person;
let reviewer: Person;
let shop: TestClient;
let canaryId: string;
beforeAll(async () => {
  await installDefaults(systemContext('tests'));
  viewer = await makePerson('vera', ['viewer']);
  reviewer = await makePerson('rita', ['reviewer']);
  shop = await makeClient({ name: 'Shop' });
  const at = (second: number): string => `2020-01-01T00:00:0${second}Z`;
  [canaryId = ''] = await takeAndProcess(shop, [
    {
      name: 'canary',
      category: 'columns',
      timestamp: at(4),
      data: { key: CANARY, deep: { keys: [CANARY] }, total: 12 },
    },
    {
      name: 'plain',
      category: 'columns',
      timestamp: at(3),
      data: {
        order: { total: 12.5, paid: true, gone: null, items: [{ sku: 'a' }, { sku: 'b' }] },
        big: 'é'.repeat(501),
        edge: '𝕏'.repeat(500),
        list: Array.from({ length: 400 }, (_, i) => i),
        long: 'NUMBER',
        'a key': "it's",
      },
    },
    { name: 'bare', category: 'columns', timestamp: at(2) },
    { name: 'text', category: 'columns', timestamp: at(1), data: 'order' },
  ]);
  await takeEvents(shop, [
    { name: 'waiting', category: 'columns', timestamp: at(5), data: { key: CANARY, order: { total: 1 } } },
  ]);
});
afterAll(closeScanner);

type Item = { id: string; name: string; columns?: Record<string, unknown>; columns_cut?: string[] };
type As = { token: string };

const list = (query: Record<string, string>, as: As = viewer): Promise<Answer> =>
  callRoute(listEvents, {
    path: `/api/v1/events?${new URLSearchParams({ category: 'columns', ...query })}`,
    token: as.token,
  });
const items = async (query: Record<string, string>, as: As = viewer): Promise<Record<string, Item>> => {
  const answer = await list(query, as);
  expect(answer.status).toBe(200);
  return Object.fromEntries((answer.body.items as Item[]).map((item) => [item.name, item]));
};
const reveals = (): Promise<number> => prisma().auditEntry.count({ where: { action: 'events.reveal' } });

describe('200', () => {
  it('carries no values unless they are asked for', async () => {
    const { plain } = await items({});
    expect(plain).toBeDefined();
    expect(Object.keys(plain ?? {})).not.toContain('columns');
    expect(Object.keys(plain ?? {})).not.toContain('columns_cut');
  });

  it('carries the values of the paths, as what they are, and leaves out what an event does not have', async () => {
    const columns =
      'data.order.total,data.order.paid,data.order.gone,data.order.items.1.sku,data.order.items,data.a key,attributes.brand';
    const found = await items({ columns });
    expect(found.plain?.columns).toEqual({
      'data.order.total': 12.5,
      'data.order.paid': true,
      'data.order.gone': null,
      'data.order.items.1.sku': 'b',
      'data.order.items': [{ sku: 'a' }, { sku: 'b' }],
      'data.a key': "it's",
      'attributes.brand': 'testBrand',
    });
    expect(found.plain?.columns_cut).toEqual([]);
    expect(found.bare?.columns).toEqual({ 'attributes.brand': 'testBrand' });
    expect(found.text?.columns).toEqual({ 'attributes.brand': 'testBrand' });
  });

  it('cuts long values by their characters, whatever they are, and says which', async () => {
    const { plain } = await items({ columns: 'data.big,data.edge,data.list,data.order.total' });
    expect(plain?.columns_cut).toEqual(['data.big', 'data.list']);
    expect(plain?.columns?.['data.big']).toBe('é'.repeat(500));
    expect(plain?.columns?.['data.edge']).toBe('𝕏'.repeat(500));
    expect(plain?.columns?.['data.list']).toMatch(/^\[0, 1, 2/);
    expect(plain?.columns?.['data.list']).toHaveLength(500);
  });

  it('keeps the order, the pages and the filters of the list', async () => {
    const query = { columns: 'data.order.total', limit: '2' };
    const first = await list(query);
    expect((first.body.items as Item[]).map(({ name }) => name)).toEqual(['waiting', 'canary']);
    const second = await list({ ...query, cursor: String(first.body.next) });
    expect((second.body.items as Item[]).map(({ name }) => name)).toEqual(['plain', 'bare']);
    const back = await list({ ...query, cursor: String(second.body.prev) });
    expect((back.body.items as Item[]).map(({ name }) => name)).toEqual(['waiting', 'canary']);
    expect(Object.keys(await items({ ...query, 'data.order.total': '12.5' }))).toEqual(['plain']);
  });

  it('shows nobody without findings:reveal what is masked, or not looked into yet, whatever is asked for', async () => {
    const columns = 'data.key,data.deep,data.deep.keys.0,data.total,data.order.total';
    const before = await reveals();
    for (const as of [viewer, shop]) {
      for (const masked of ['true', 'false']) {
        const answer = await list({ columns, masked }, as);
        expect(answer.status).toBe(200);
        expect(JSON.stringify(answer.body)).not.toContain(CANARY);
        const found = await items({ columns, masked }, as);
        expect(found.canary?.columns?.['data.key']).toMatch(/\*{4}/);
        expect(found.canary?.columns).toMatchObject({ 'data.total': 12 });
        expect(found.waiting?.columns).toEqual({});
      }
    }
    expect(await reveals()).toBe(before);
  });

  it('masks for everybody who does not ask for the whole values', async () => {
    const answer = await list({ columns: 'data.key' }, reviewer);
    expect(JSON.stringify(answer.body)).not.toContain(CANARY);
  });

  it('gives the whole values to a holder of findings:reveal who asks, and notes each event that told more', async () => {
    const before = await reveals();
    const found = await items({ columns: 'data.key,data.total,data.order.total', masked: 'false' }, reviewer);
    expect(found.canary?.columns).toMatchObject({ 'data.key': CANARY });
    expect(found.plain?.columns).toMatchObject({ 'data.order.total': 12.5 });
    expect(await reveals()).toBe(before + 1);
    expect(
      await prisma().auditEntry.count({ where: { action: 'events.reveal', subjectId: canaryId } }),
    ).toBeGreaterThan(0);
  });

  it('notes nothing where the whole values are those that everybody sees', async () => {
    const before = await reveals();
    await items({ columns: 'data.total', masked: 'false' }, reviewer);
    expect(await reveals()).toBe(before);
  });
});

describe('400', () => {
  const eleven = Array.from({ length: 11 }, (_, i) => `data.k${i}`).join(',');
  it.each([
    ['', 'columns[0]'],
    ['data.a,', 'columns[1]'],
    ['data.a,name', 'columns[1]'],
    ['data.', 'columns[0]'],
    ['data', 'columns[0]'],
    ['DATA.a', 'columns[0]'],
    [`data.${'x'.repeat(201)}`, 'columns[0]'],
    ['data.a,data.b,data.a', 'columns[2]'],
    [eleven, 'columns'],
    ['data.a'.repeat(500), 'columns'],
  ])('refuses the columns %j with the path of the fault', async (columns, path) => {
    const answer = await list({ columns });
    expect(answer.status).toBe(400);
    expect((answer.body.errors as { path: string }[])[0]?.path).toBe(path);
  });

  it('refuses a masked that is neither true nor false', async () => {
    const answer = await list({ columns: 'data.a', masked: 'maybe' });
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toMatchObject([{ path: 'masked' }]);
  });

  it('lets ten paths through, also those that nothing has or that look like SQL', async () => {
    const ten = ["data.x'; DROP TABLE events; --", ...Array.from({ length: 9 }, (_, i) => `data.k${i}`)];
    expect((await list({ columns: ten.join(',') })).status).toBe(200);
  });
});
