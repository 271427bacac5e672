import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { POST } from '#app/api/v1/events/route.ts';
import { GET as readWarnings } from '#app/api/v1/warnings/route.ts';
import { GET as readStats } from '#app/api/v1/warnings/stats/route.ts';
import { forgetExpiredJob } from '#jobs/forget-expired.ts';
import { systemContext } from '#lib/auth/context.ts';
import { closeScanner } from '#lib/dlp/scan-documents.ts';
import { installDefaults } from '#lib/pipeline/install-defaults.ts';
import { clock } from '#lib/platform/clock.ts';
import { pool } from '#lib/platform/db.ts';
import { flushWarnings, noteWarning } from '#lib/warnings/note-warning.ts';
import type { Warning, WarningReason, WarningStats } from '#lib/warnings/schema.ts';
import { type Answer, callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makeClient, type TestClient } from '#tests/support/make-client.ts';
import { makePerson, type Person } from '#tests/support/people.ts';
import { takeAndProcess } from '#tests/support/take-events.ts';

useTestDatabase();
const CARD = '4111 1111 1111 1111';
const realNow = clock.now;

let admin: Person;
let nobody: Person;
beforeAll(async () => {
  await installDefaults(systemContext('tests'));
  admin = await makePerson('ada', ['administrator']);
  nobody = await makePerson('nora', []);
});
afterEach(() => {
  clock.now = realNow;
});
afterAll(closeScanner);

const send = (client: TestClient, body: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
  callRoute(POST, { token: client.token, body, headers });
const ask = (query: Record<string, string>, token = admin.token): Promise<Answer> =>
  callRoute(readWarnings, { path: `/api/v1/warnings?${new URLSearchParams(query)}`, token });
const warnings = async (client: TestClient, token = admin.token): Promise<Warning[]> => {
  await flushWarnings();
  const answer = await ask({ client: client.id }, token);
  expect(answer.status).toBe(200);
  return answer.body.items as Warning[];
};
/** Count and sample by reason, over the minutes. */
const summary = (items: Warning[]): Record<string, [number, string | null]> => {
  const seen: Record<string, [number, string | null]> = {};
  for (const { reason, count, sample } of items) seen[reason] = [(seen[reason]?.[0] ?? 0) + count, sample];
  return seen;
};

describe('what is kept', () => {
  it.each<[string, unknown, Record<string, string>, [number, string | null]]>([
    ['not_json', '{"name":', {}, [1, 'is not JSON']],
    ['rule_broken', { category: 'x' }, {}, [1, expect.stringMatching(/^name /)]],
    [
      'rule_broken',
      { name: 'x', timestamp: '2999-01-01T00:00:00Z' },
      {},
      [1, 'timestamp is more than 5 s in the future'],
    ],
    ['unsupported_media_type', '{}', { 'content-type': 'text/plain' }, [1, null]],
    ['too_large', { name: 'x', data: 'x'.repeat(1024 * 1024) }, {}, [1, null]],
    ['not_json', gzipSync('{}').toString('latin1').slice(0, 5), { 'content-encoding': 'gzip' }, [1, null]],
    [
      'category_not_allowed',
      { name: 'x', category: 'theirs' },
      {},
      [1, 'category is not among the categories of this client'],
    ],
  ])('%s: %j', async (reason, body, headers, expected) => {
    const client = await makeClient({ allowed_categories: ['ours', 'default'] });
    expect((await send(client, body, headers)).status).toBeGreaterThanOrEqual(400);
    expect(summary(await warnings(client))).toEqual({ [reason]: expected });
  });

  it('counts each refused event of an array, whether or not others were taken', async () => {
    const client = await makeClient();
    expect((await send(client, [{ name: 'good' }, {}, { name: 7 }])).status).toBe(207);
    expect((await send(client, [{}, {}])).status).toBe(422);
    expect(summary(await warnings(client))).toEqual({
      rule_broken: [4, expect.stringMatching(/^\[1\]\.name /)],
    });
  });

  it('says nothing of what was taken, nor of callers who are not known', async () => {
    const client = await makeClient();
    expect((await send(client, { name: 'good', id: '1' })).status).toBe(202);
    expect((await send(client, { name: 'good', id: '1' })).body.status).toBe('duplicate');
    expect((await send({ ...client, token: `${client.token}x` }, {})).status).toBe(401);
    expect(await warnings(client)).toEqual([]);
  });

  it('says which labels were masked, after the event was looked into', async () => {
    const client = await makeClient();
    await takeAndProcess(client, [
      { name: `card ${CARD}`, session_id: CARD },
      { name: 'plain', data: CARD },
    ]);
    expect(summary(await warnings(client))).toEqual({ label_masked: [1, 'name, session_id held a secret'] });
  });

  it('holds nothing of what the sender wrote', async () => {
    const client = await makeClient();
    await send(client, `{"name":"x","data":{"${CARD}":1,"${CARD}":2}}`);
    await send(client, `{"name":"x","data":{"${CARD}":"\\u0000"}}`);
    await send(client, { name: 'x', category: 7, session_id: CARD.repeat(20) });
    const items = await warnings(client);
    expect(items.length).toBeGreaterThan(0);
    expect(JSON.stringify(items)).not.toContain('4111');
  });
});

it('keeps one row per client, reason and minute, however often it is sent and by however many processes', async () => {
  const client = await makeClient();
  const at = new Date('2026-05-01T10:00:10Z');
  clock.now = () => at;
  for (let i = 0; i < 500; i++) noteWarning(client.id, 'rate_limited', null);
  await flushWarnings();
  clock.now = () => new Date('2026-05-01T10:00:50Z');
  for (let i = 0; i < 500; i++) noteWarning(client.id, 'rate_limited', 'later');
  await flushWarnings();
  clock.now = () => new Date('2026-05-01T10:01:00Z');
  noteWarning(client.id, 'rate_limited', null);
  expect(await warnings(client)).toEqual([
    expect.objectContaining({ minute: '2026-05-01T10:01:00.000Z', count: 1, sample: null }),
    {
      client_id: client.id,
      client_name: expect.any(String),
      reason: 'rate_limited',
      description: 'The client sent more than it may',
      minute: '2026-05-01T10:00:00.000Z',
      count: 1_000,
      first_at: '2026-05-01T10:00:10.000Z',
      last_at: '2026-05-01T10:00:50.000Z',
      sample: 'later',
    },
  ]);
});

it('keeps what could not be written for the next try', async () => {
  const client = await makeClient();
  noteWarning(client.id, 'overloaded', null);
  await pool().query('ALTER TABLE event_warnings RENAME TO away');
  await expect(flushWarnings()).rejects.toThrow();
  noteWarning(client.id, 'overloaded', null);
  await pool().query('ALTER TABLE away RENAME TO event_warnings');
  expect(summary(await warnings(client))).toEqual({ overloaded: [2, null] });
});

it('pages both ways over minutes, clients and reasons', async () => {
  const clients = [await makeClient(), await makeClient()];
  for (let minute = 0; minute < 4; minute++) {
    clock.now = () => new Date(Date.UTC(2025, 0, 1, 0, minute));
    for (const { id } of clients) {
      noteWarning(id, 'not_json', null);
      noteWarning(id, 'too_large', null);
    }
  }
  await flushWarnings();
  clock.now = realNow;
  const query = { from: '2025-01-01T00:00:00Z', to: '2025-01-02T00:00:00Z', limit: '5' };
  type Page = { items: Warning[]; next: string | null; prev: string | null };
  const page = async (cursor?: string): Promise<Page> =>
    (await ask({ ...query, ...(cursor === undefined ? {} : { cursor }) })).body as Page;
  const pages = [await page()];
  for (let last = pages[0]; last?.next; last = pages.at(-1)) pages.push(await page(last.next));
  const keys = pages.flatMap(({ items }) =>
    items.map((item) => `${item.minute} ${item.client_id} ${item.reason}`),
  );
  expect(keys).toHaveLength(16);
  expect(keys.toSorted().reverse()).toEqual(keys);
  expect(await page(pages.at(-1)?.prev ?? '')).toMatchObject({ items: pages.at(-2)?.items });
});

it('shows a client its own alone', async () => {
  const [one, other] = [await makeClient(), await makeClient()];
  noteWarning(one.id, 'not_json', null);
  noteWarning(other.id, 'not_json', null);
  expect((await warnings(one, one.token)).map((item) => item.client_id)).toEqual([one.id]);
  expect(await warnings(other, one.token)).toEqual([]);
});

describe('the statistics', () => {
  const askStats = (query: Record<string, string>, token = admin.token): Promise<Answer> =>
    callRoute(readStats, { path: `/api/v1/warnings/stats?${new URLSearchParams(query)}`, token });
  const noted = async (...reasons: WarningReason[]): Promise<TestClient> => {
    const client = await makeClient();
    for (const reason of reasons) noteWarning(client.id, reason, null);
    await flushWarnings();
    return client;
  };

  it('200: count by reason and client, each without its own filter', async () => {
    clock.now = () => new Date('2024-03-01T10:00:00Z');
    const one = await noted('not_json', 'not_json', 'too_large');
    const other = await noted('too_large');
    clock.now = realNow;
    const range = { from: '2024-03-01T00:00:00Z', to: '2024-03-02T00:00:00Z' };
    const whole = (await askStats(range)).body as WarningStats;
    expect(whole.total).toBe(4);
    expect(whole.reasons.map(({ reason, count }) => [reason, count])).toEqual([
      ['not_json', 2],
      ['too_large', 2],
    ]);
    expect(whole.clients).toMatchObject([
      { client_id: one.id, count: 3 },
      { client_id: other.id, count: 1 },
    ]);
    const narrow = (await askStats({ ...range, client: one.id, reason: 'too_large' })).body as WarningStats;
    expect(narrow.total).toBe(1);
    expect(narrow.reasons.map(({ reason, count }) => [reason, count])).toEqual([
      ['not_json', 2],
      ['too_large', 1],
    ]);
    expect(narrow.clients.map(({ client_id, count }) => [client_id, count]).toSorted()).toEqual(
      [
        [one.id, 1],
        [other.id, 1],
      ].toSorted(),
    );
    expect(((await askStats({ ...range, to: range.from })).body as WarningStats).total).toBe(0);
  });

  it('200: show a client its own alone, whatever it asks for', async () => {
    const [one, other] = [await noted('not_json'), await noted('too_large')];
    for (const query of [{}, { client: other.id }, { reason: 'too_large' }] as Record<string, string>[]) {
      const { status, body } = await askStats(query, one.token);
      expect(status).toBe(200);
      const { reasons, clients } = body as WarningStats;
      expect(reasons.some(({ reason }) => reason === 'too_large')).toBe(false);
      expect(clients.some(({ client_id }) => client_id !== one.id)).toBe(false);
    }
  });

  it('401: refuse whoever is not known', async () => {
    expect((await askStats({}, 'nobody')).status).toBe(401);
  });

  it('403: refuse users without events:read', async () => {
    expect(await askStats({}, nobody.token)).toMatchObject({
      status: 403,
      body: { permission: 'events:read' },
    });
  });
});

it('403: refuses users without events:read', async () => {
  expect(await ask({}, nobody.token)).toMatchObject({ status: 403, body: { permission: 'events:read' } });
});

it('400: refuses a reason that is none', async () => {
  expect(await ask({ reason: 'mood' })).toMatchObject({
    status: 400,
    body: { errors: [{ path: 'reason' }] },
  });
});

it('is forgotten after 30 days', async () => {
  const client = await makeClient();
  const now = realNow();
  for (const days of [29, 31]) {
    clock.now = () => new Date(now.getTime() - days * 86_400_000);
    noteWarning(client.id, 'not_json', null);
  }
  await flushWarnings();
  clock.now = realNow;
  expect(await warnings(client)).toHaveLength(2);
  await forgetExpiredJob.run([{}]);
  expect(await warnings(client)).toHaveLength(1);
});
