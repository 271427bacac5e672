import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { GET as live } from '#app/api/v1/events/live/route.ts';
import { systemContext } from '#lib/auth/context.ts';
import { revokeUserSessions } from '#lib/auth/revoke-user-sessions.ts';
import { updateClient } from '#lib/clients/update-client.ts';
import { closeScanner } from '#lib/dlp/scan-documents.ts';
import { closeLive } from '#lib/events/live/live-hub.ts';
import type { EventSummary } from '#lib/events/schema.ts';
import { installDefaults } from '#lib/pipeline/install-defaults.ts';
import { processEvents } from '#lib/pipeline/process-events.ts';
import { pool } from '#lib/platform/db.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makeClient, type TestClient } from '#tests/support/make-client.ts';
import { quietLog, until } from '#tests/support/peer-dispatch.ts';
import { makePerson, type Person } from '#tests/support/people.ts';
import { takeAndProcess, takeEvents } from '#tests/support/take-events.ts';

useTestDatabase();
const CARD = '4111 1111 1111 1111';

let viewer: Person;
let nobody: Person;
let shop: TestClient;
let bank: TestClient;
beforeAll(async () => {
  await installDefaults(systemContext('tests'));
  viewer = await makePerson('vera', ['viewer']);
  nobody = await makePerson('nora', []);
  shop = await makeClient({ name: 'Shop' });
  bank = await makeClient({ name: 'Bank' });
});

type Message = { type: string; id: string | null; data: Record<string, unknown> };
type Watch = { response: Response; messages: Message[]; ended: () => boolean; stop: () => void };
const open: Watch[] = [];
afterEach(() => {
  for (const watch of open.splice(0)) watch.stop();
});
afterAll(closeScanner);

const field = (block: string, name: string): string | null =>
  new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? null;

async function watch(
  query: Record<string, string> = {},
  { token = viewer.token, headers = {} }: { token?: string; headers?: Record<string, string> } = {},
): Promise<Watch> {
  const stop = new AbortController();
  const response = await live(
    new Request(`http://localhost/api/v1/events/live?${new URLSearchParams(query)}`, {
      headers: { authorization: `Bearer ${token}`, 'x-eye-remote-address': '127.0.0.1', ...headers },
      signal: stop.signal,
    }),
    { params: Promise.resolve({}) },
  );
  expect(response.status).toBe(200);
  const messages: Message[] = [];
  let over = false;
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const read = async (): Promise<void> => {
    let rest = '';
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
      if (done) break;
      const blocks = (rest + value).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const type = field(block, 'event');
        if (type)
          messages.push({ type, id: field(block, 'id'), data: JSON.parse(field(block, 'data') ?? '{}') });
      }
    }
    over = true;
  };
  void read();
  const made = {
    response,
    messages,
    ended: () => over,
    stop: () => {
      stop.abort();
      void reader?.cancel().catch(() => undefined);
    },
  };
  open.push(made);
  return made;
}
const names = ({ messages }: Watch): unknown[] =>
  messages.filter(({ type }) => type === 'event').map(({ data }) => data.name);

it('shows new events with their verdict, in order, as summaries without content', async () => {
  const seen = await watch({ category: 'live' });
  expect(Object.fromEntries(seen.response.headers)).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
    'x-request-id': expect.any(String),
  });
  const [first, second] = await takeAndProcess(shop, [
    { name: 'one', category: 'live', data: { note: CARD } },
    { name: 'two', category: 'live' },
    { name: 'elsewhere', category: 'other' },
  ]);
  await until(() => expect(names(seen)).toEqual(['one', 'two']));
  expect(seen.messages.map(({ id }) => id)).toEqual([first, second]);
  const summary = seen.messages[0]?.data as EventSummary;
  expect(summary).toMatchObject({ id: first, client_name: 'Shop', status: 'processed', verdict: 'redact' });
  expect(summary).not.toHaveProperty('data');
  expect(JSON.stringify(seen.messages)).not.toContain('4111');
});

it('waits for the verdict of an event, so that a filter by verdict sees it', async () => {
  const seen = await watch({ verdict: 'pass', category: 'late' });
  const [id = ''] = await takeEvents(shop, [{ name: 'late', category: 'late' }]);
  await takeAndProcess(shop, [{ name: 'later', category: 'late' }]);
  const marker = await watch({ category: 'marker' });
  // By when this one is settled, both would have been passed by if nothing waited.
  await pool().query(
    `INSERT INTO events (id, category, name, occurred_at, received_at, status, data)
      VALUES ($1, 'marker', 'm', now(), now(), 'processed', 'null')`,
    [uuidv7()],
  );
  await processEvents([id]);
  await until(() => expect(names(marker)).toEqual(['m']));
  expect(names(seen)).toEqual(['late', 'later']);
});

it('goes on after the event that was seen last', async () => {
  const ids = await takeAndProcess(
    shop,
    ['a', 'b', 'c'].map((name) => ({ name, category: 'resume' })),
  );
  const seen = await watch({ category: 'resume' }, { headers: { 'last-event-id': ids[0] ?? '' } });
  await until(() => expect(names(seen)).toEqual(['b', 'c']));
});

it('says that there is a gap when the last event seen is too old', async () => {
  const old = uuidv7(Date.now() - 3_600_000).replace(/^.{13}/, '01890000-0000');
  const seen = await watch({ category: 'gap' }, { headers: { 'last-event-id': old } });
  await until(() =>
    expect(seen.messages).toEqual([{ type: 'gap', id: null, data: { from: expect.any(String) } }]),
  );
});

it('shows one in so many when more match than anybody can follow, and says so', async () => {
  const seen = await watch({ category: 'flood' });
  const atMs = Date.now() + 20;
  await pool().query(
    `INSERT INTO events (id, category, name, occurred_at, received_at, status, data)
      SELECT id, 'flood', 'n', now(), now(), 'processed', 'null' FROM unnest($1::uuid[]) AS id`,
    // Of one millisecond, so that no look at the table falls between them.
    [Array.from({ length: 200 }, () => uuidv7(atMs))],
  );
  await until(() => expect(names(seen)).toHaveLength(20));
  expect(seen.messages[0]).toEqual({ type: 'rate', id: null, data: { one_in: 10 } });
  await takeAndProcess(shop, [{ name: 'calm', category: 'flood' }]);
  await until(() => expect(names(seen).at(-1)).toBe('calm'));
  expect(seen.messages.at(-2)).toEqual({ type: 'rate', id: null, data: { one_in: 1 } });
});

it('shows a client its own events alone', async () => {
  const seen = await watch({ category: 'own' }, { token: bank.token });
  await takeAndProcess(shop, [{ name: 'theirs', category: 'own' }]);
  await takeAndProcess(bank, [{ name: 'ours', category: 'own' }]);
  await until(() => expect(names(seen)).toEqual(['ours']));
});

it('ends soon after the session is revoked', async () => {
  const person = await makePerson('rita', ['reviewer']);
  const seen = await watch({}, { token: person.token });
  await revokeUserSessions(systemContext('tests'), person.id);
  await until(() => expect(seen.ended()).toBe(true));
  expect(seen.messages.at(-1)).toMatchObject({ type: 'end', data: { reason: 'not_allowed' } });
});

it('ends soon after the client is disabled', async () => {
  const client = await makeClient();
  const seen = await watch({}, { token: client.token });
  await updateClient(systemContext('tests'), client.id, { enabled: false });
  await until(() => expect(seen.ended()).toBe(true));
});

it('ends every stream at shutdown and says that coming back helps', async () => {
  const seen = await watch();
  closeLive();
  await until(() => expect(seen.ended()).toBe(true));
  expect(seen.messages.at(-1)).toMatchObject({ type: 'end', data: { reason: 'shutdown' } });
});

it('503: serves no more than 50 streams at once, and serves again when readers leave', async () => {
  using _quiet = quietLog();
  for (let i = 0; i < 50; i++) await watch();
  const refused = await callRoute(live, { token: viewer.token });
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).toBe('10');
  open[0]?.stop();
  open[1]?.stop();
  await watch();
});

it('400: refuses a Last-Event-ID that is none, and filters that are none', async () => {
  for (const [path, headers, fault] of [
    ['/', { 'last-event-id': 'yesterday' }, 'Last-Event-ID'],
    ['/?limit=5', {}, 'limit'],
  ] as const) {
    expect(await callRoute(live, { path, headers, token: viewer.token })).toMatchObject({
      status: 400,
      body: { errors: [{ path: fault }] },
    });
  }
});

it('403: refuses users without events:read', async () => {
  const answer = await callRoute(live, { token: nobody.token });
  expect(answer).toMatchObject({ status: 403, body: { permission: 'events:read' } });
});

it('a client holds a few streams at most and takes no place from the console', async () => {
  for (let i = 0; i < 5; i++) await watch({}, { token: shop.token });
  const { status, headers, body } = await callRoute(live, { token: shop.token });
  expect([status, headers.get('retry-after')]).toEqual([503, '10']);
  expect(body.detail).toBe('5 live streams of this client are open already; this process serves no more.');
  await watch({}, { token: bank.token });
  await watch();
});
