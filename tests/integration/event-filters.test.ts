import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GET as listEvents } from '#app/api/v1/events/route.ts';
import { systemContext } from '#lib/auth/context.ts';
import { closeScanner } from '#lib/dlp/scan-documents.ts';
import { installDefaults } from '#lib/pipeline/install-defaults.ts';
import { type Answer, callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { type ModelEvent, modelList } from '#tests/support/event-model.ts';
import { makeClient, type TestClient } from '#tests/support/make-client.ts';
import { makePerson, type Person } from '#tests/support/people.ts';
import { takeAndProcess, takeEvents } from '#tests/support/take-events.ts';

useTestDatabase();
const CARD = '4111 1111 1111 1111';
const MASKED_CARD = '************1111';

const NAMES = ['order.paid', 'order_paid', 'Order%', 'login', 'back\\slash', 'straße 😀', "it's"];
const CATEGORIES = ['default', 'shop', 'a b'];
const SESSIONS = [null, 's-1', 's_1', 'S%1'];
const CONTENTS: unknown[] = [
  null,
  'text',
  7,
  true,
  {},
  [],
  { user: { id: 7, tags: ['a', 'b'] } },
  { user: { id: '7', tags: [] } },
  { user: { id: 7.5, more: null } },
  { user: { id: 'seven', 'a b': '%_' }, n: -12, big: 1e21 },
  { note: `paid with ${CARD}`, user: { id: 'seven' } },
  { quote: 'say "yes" \\ or\nno', emoji: '😀', '': 'empty' },
  { z: 1, aa: { b: [[1, { c: 'deep' }]] }, a: false },
  { constructor: 'x', ['__proto__']: { x: 1 } },
];
/** Seconds; many events share one, so that the order among them is put to the test. */
const SPAN = 9;
const START = Date.UTC(2020, 0, 1);

let viewer: Person;
let clients: TestClient[];
let all: ModelEvent[];

const masked = (data: unknown): unknown =>
  JSON.parse(JSON.stringify(data).replaceAll(CARD, MASKED_CARD)) as unknown;

/** Sends the events of one client and notes what is to become of them. */
async function send(client: TestClient, from: number, status: ModelEvent['status']): Promise<ModelEvent[]> {
  const events = Array.from({ length: 45 }, (_, n) => {
    const i = from + n * 5;
    const own = i % 3 === 0 ? { id: `Own-${i}` } : {};
    return {
      ...own,
      session_id: SESSIONS[i % SESSIONS.length] ?? null,
      category: CATEGORIES[i % CATEGORIES.length] as string,
      name: NAMES[i % NAMES.length] as string,
      timestamp: new Date(START + (i % SPAN) * 1_000).toISOString(),
      data: CONTENTS[i % CONTENTS.length],
    };
  });
  const ids = await (status === 'processed' ? takeAndProcess : takeEvents)(client, events);
  return events.map((event, n) => {
    const isCaught = JSON.stringify(event.data).includes(CARD);
    const processed = status === 'processed';
    return {
      id: ids[n] as string,
      clientId: client.id,
      external_id: 'id' in event ? (event.id as string) : null,
      session_id: event.session_id,
      category: event.category,
      name: event.name,
      atMs: Date.parse(event.timestamp),
      status,
      verdict: processed ? (isCaught ? 'redact' : 'pass') : null,
      severity: processed && isCaught ? 'high' : null,
      data: masked(event.data),
    };
  });
}

beforeAll(async () => {
  await installDefaults(systemContext('tests'));
  viewer = await makePerson('vera', ['viewer']);
  clients = [await makeClient(), await makeClient()];
  const [shop, bank] = clients as [TestClient, TestClient];
  all = [
    ...(await send(shop, 0, 'processed')),
    ...(await send(bank, 1, 'processed')),
    ...(await send(shop, 2, 'accepted')),
  ];
});
afterAll(closeScanner);

type Query = Record<string, string>;
type Page = { items: { id: string }[]; next: string | null; prev: string | null };
/** Whoever reads: the viewer, or one of the clients. */
type Reader = 0 | 1 | null;

const tokenOf = (reader: Reader): string =>
  (reader === null ? viewer : (clients[reader] as TestClient)).token;
const ask = (query: Query, reader: Reader): Promise<Answer> =>
  callRoute(listEvents, { path: `/api/v1/events?${new URLSearchParams(query)}`, token: tokenOf(reader) });
const read = async (query: Query, reader: Reader): Promise<Page> => {
  const answer = await ask(query, reader);
  expect([answer.status, answer.body]).toMatchObject([200, { items: expect.any(Array) }]);
  return answer.body as Page;
};
const idsOf = (pages: Page[]): string[] => pages.flatMap(({ items }) => items.map(({ id }) => id));

/** All pages from the first to the last, and all from the last to the first; both in the order of the list. */
async function walk(query: Query, reader: Reader): Promise<{ down: string[]; up: string[] }> {
  const down = [await read(query, reader)];
  for (let last = down[0]; last?.next; last = down.at(-1)) {
    down.push(await read({ ...query, cursor: last.next }, reader));
    expect(down.at(-1)?.items.length).toBeGreaterThan(0);
  }
  expect(down[0]?.prev).toBeNull();
  const up = [down.at(-1) as Page];
  for (let first = up[0]; first?.prev; first = up[0]) {
    up.unshift(await read({ ...query, cursor: first.prev }, reader));
    expect(up[0]?.items.length).toBeGreaterThan(0);
  }
  const limit = Number(query.limit ?? 50);
  for (const { items } of [...down, ...up]) expect(items.length).toBeLessThanOrEqual(limit);
  return { down: idsOf(down), up: idsOf(up) };
}

const reader = fc.constantFrom<Reader>(null, null, 0, 1);
const uuid = fc.oneof(fc.constantFrom('shop', 'bank', 'SHOP'), fc.uuid());
/** The ids of clients and events exist once the tests run, so that the generators name them by words. */
const named = (text: string): string => {
  const [shop, bank] = clients as [TestClient, TestClient];
  const known: Query = { shop: shop.id, bank: bank.id, SHOP: shop.id.toUpperCase() };
  const event = /^event (\d+)$/.exec(text);
  return known[text] ?? (event ? (all[Number(event[1]) % all.length] as ModelEvent).id : text);
};
const moment = fc
  .tuple(
    fc.integer({ min: -1, max: SPAN }),
    fc.constantFrom(0, 0, 500),
    fc.constantFrom('Z', '', '+02:00', '-00:30'),
  )
  .map(([second, ms, zone]) => {
    const offset = zone === '+02:00' ? 120 : zone === '-00:30' ? -30 : 0;
    const local = new Date(START + second * 1_000 + ms + offset * 60_000);
    return `${local.toISOString().slice(0, -1)}${zone}`;
  });
const words = fc.oneof(
  fc.constantFrom(
    ...NAMES,
    'ORDER',
    'own-3',
    'event 0',
    'event 77',
    'seven',
    MASKED_CARD,
    CARD,
    '%',
    '_',
    '\\',
    '"',
  ),
  fc.constantFrom('{"user": {', '😀', '": null', 'deep', "' OR 1=1 --", '\\n', ' '),
  fc.string({ minLength: 1, maxLength: 3 }).filter((text) => !text.includes('\0')),
);
const inside = fc.oneof(
  fc.constantFrom(
    ['data.user.id', '7'],
    ['data.user.id', 'seven'],
    ['data.user.id', '7.5'],
    ['data.user.more', 'null'],
    ['data.user.tags', '["a", "b"]'],
    ['data.user.tags.1', 'b'],
    ['data.user.tags.9', 'b'],
    ['data.user.a b', '%_'],
    ['data.note', `paid with ${MASKED_CARD}`],
    ['data.note', `paid with ${CARD}`],
    ['data.aa.b.0.1.c', 'deep'],
    ['data.a', 'false'],
    ['data.big', '1000000000000000000000'],
    ['data.n', '-12'],
    ['data.emoji', '😀'],
    ['data.__proto__.x', '1'],
    ['data.__proto__', 'x'],
    ['data.constructor', 'x'],
    ['data.constructor.name', 'Object'],
    ["data.x'::text", "'"],
  ),
  fc
    .tuple(
      fc.array(fc.constantFrom('user', 'id', 'a', 'tags', 'aa', 'b', '0', '1'), {
        minLength: 1,
        maxLength: 4,
      }),
      fc.constantFrom('7', 'a', '1', 'false', '{}', '[]'),
    )
    .map(([path, value]) => [`data.${path.join('.')}`, value]),
);
const member = <K extends string>(name: K, values: fc.Arbitrary<string>) =>
  values.map((value): [string, string] => [name, value]);

/** What the contract lets a list be asked. */
const sound = fc
  .array(
    fc.oneof(
      member('session_id', fc.constantFrom('s-1', 's_1', 'S%1', 'none')),
      member('category', fc.constantFrom(...CATEGORIES, 'none')),
      member('name', fc.constantFrom(...NAMES, 'ORDER.PAID')),
      member('client', uuid),
      member('status', fc.constantFrom('accepted', 'processing', 'processed', 'failed')),
      member('verdict', fc.constantFrom('pass', 'redact', 'block')),
      member('severity', fc.constantFrom('low', 'medium', 'high')),
      member('from', moment),
      member('to', moment),
      member('q', words),
      inside as fc.Arbitrary<[string, string]>,
    ),
    { maxLength: 3 },
  )
  .map((members): Query => Object.fromEntries(members));

const long = fc.integer({ min: 300, max: 900 }).map((length) => 'x'.repeat(length));
const bad = (...values: string[]): fc.Arbitrary<string> => fc.constantFrom('', '\0', 'x\0', ...values);
/** One member that the contract does not let a list be asked. */
const unsound = fc.oneof(
  member('session_id', fc.oneof(bad(), long)),
  member('category', fc.oneof(bad(), long)),
  member('name', fc.oneof(bad(), long)),
  member('q', fc.oneof(bad(), long)),
  member('client', bad('shop 1', '01890000-0000-7000-8000', "' OR '1'='1", '{}')),
  member('status', bad('lost', 'ACCEPTED', 'accepted,failed', 'null')),
  member('verdict', bad('maybe', 'null')),
  member('severity', bad('worst', '1')),
  member(
    'from',
    bad(
      'yesterday',
      '2020-13-01T00:00:00Z',
      '2020-02-30T00:00:00Z',
      '1',
      '1969-12-31T23:59:59Z',
      '99999-01-01T00:00:00Z',
    ),
  ),
  member('to', bad('now()', '2020-01-01', '9999-12-31T23:59:59-01:00', '2020-01-01T25:00:00Z')),
  member('limit', bad('0', '101', '-1', '1.5', 'ten', 'NaN', 'Infinity', '99999999999999999999')),
  member(
    'cursor',
    fc.oneof(
      bad('abc', '../..', 'null'),
      fc.base64String({ minLength: 1 }),
      fc.string({ minLength: 1, unit: 'binary' }),
    ),
  ),
  fc.constantFrom<[string, string][]>(
    ['order', 'asc'],
    ['toString', 'x'],
    ['__proto__', 'x'],
    ['constructor', 'x'],
    ['hasOwnProperty', ''],
    ['data', 'x'],
    ['data.', 'x'],
    ['Data.a', 'x'],
    ['data[a]', 'x'],
    ['name ', 'x'],
    ['', 'x'],
    ['paths', '[]'],
    ['ownClientId', 'x'],
    ['id', 'x'],
    ['position', '{}'],
    ['data.a\0', 'x'],
    ['data.a', '\0'],
  ),
);

describe('200', () => {
  it('a list answers to every filter what the same filter picks in memory, each event once, down and up again', async () => {
    await fc.assert(
      fc.asyncProperty(sound, reader, fc.constantFrom('4', '11', '50', '100'), async (given, who, limit) => {
        const filter = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, named(value)]));
        const expected = modelList(all, filter, who === null ? null : (clients[who] as TestClient).id);
        const { down, up } = await walk({ ...filter, limit }, who);
        expect(down).toEqual(expected);
        expect(up).toEqual(expected);
      }),
      { numRuns: 60, examples: [[{ 'data.big': '1000000000000000000000' }, null, '4']] },
    );
  }, 120_000);

  it('the generated filters pick something often enough to mean something', () => {
    const sizes = fc.sample(sound, { numRuns: 300, seed: 1 }).map((given) => {
      const filter = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, named(value)]));
      return modelList(all, filter, null).length;
    });
    expect(sizes.filter((size) => size > 0 && size < all.length).length).toBeGreaterThan(60);
  });
});

describe('400', () => {
  it('is said to every filter with a member that there is not, with the path of that member alone', async () => {
    await fc.assert(
      fc.asyncProperty(sound, unsound, reader, async (given, [name, value], who) => {
        const filter = Object.fromEntries(Object.entries(given).map(([key, text]) => [key, named(text)]));
        const query = new URLSearchParams(Object.entries({ ...filter }).filter(([key]) => key !== name));
        query.append(name, value);
        const answer = await callRoute(listEvents, { path: `/api/v1/events?${query}`, token: tokenOf(who) });
        expect([answer.status, answer.headers.get('content-type')]).toEqual([
          400,
          'application/problem+json',
        ]);
        const faults = answer.body.errors as { path: string }[];
        expect(new Set(faults.map(({ path }) => path))).toEqual(new Set([name]));
        expect(JSON.stringify(answer.body)).not.toMatch(/SELECT|syntax|postgres|prisma|\.ts:/i);
      }),
      { numRuns: 200 },
    );
  }, 60_000);

  it('is said to a real cursor with any part of it changed, cut off or added, and never anything worse', async () => {
    const cursors = [
      await read({ limit: '3' }, null),
      await read({ limit: '1', category: 'shop' }, 0),
    ].flatMap(({ next }) => next ?? []);
    expect(cursors).toHaveLength(2);
    const change = fc.tuple(fc.constantFrom(...cursors), fc.nat(), fc.nat(9), fc.string({ maxLength: 4 }));
    await fc.assert(
      fc.asyncProperty(change, async ([cursor, at, cut, put]) => {
        const from = at % (cursor.length + 1);
        const forged = cursor.slice(0, from) + put + cursor.slice(from + cut);
        fc.pre(forged !== cursor);
        const answer = await ask({ cursor: forged }, null);
        expect(answer.status).toBe(400);
        expect(answer.body.errors).toMatchObject([{ path: 'cursor' }]);
      }),
      { numRuns: 150 },
    );
  }, 60_000);
});
