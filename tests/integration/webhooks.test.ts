import { fork } from 'node:child_process';
import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GET as readRefusals } from '#app/api/v1/sources/[id]/refusals/route.ts';
import { PATCH, DELETE as remove } from '#app/api/v1/sources/[id]/route.ts';
import { POST as receive } from '#app/api/v1/webhooks/[source]/route.ts';
import { forgetExpiredJob } from '#jobs/forget-expired.ts';
import { startChangeFeed, stopChangeFeed } from '#lib/platform/change-feed.ts';
import { pool } from '#lib/platform/db.ts';
import { forgetSingleton } from '#lib/platform/singleton.ts';
import { flushSourceUses } from '#lib/sources/note-source-use.ts';
import { flushRefusedSourceCalls } from '#lib/sources/refusals/note-refused-call.ts';
import type { SourceRefusals } from '#lib/sources/refusals/schema.ts';
import type { CreatedSource } from '#lib/sources/schema.ts';
import { callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { type DatabaseProxy, startDatabaseProxy } from '#tests/support/database-proxy.ts';
import { makeSource, sendWebhook, signatureOf, type WebhookAnswer } from '#tests/support/make-source.ts';
import { quietLog } from '#tests/support/peer-dispatch.ts';
import { makePerson, type Person } from '#tests/support/people.ts';
import { type Served, serveRoutes } from '#tests/support/serve-routes.ts';
import { useTravel } from '#tests/support/travel.ts';

const database = useTestDatabase();
const travel = useTravel();

let proxy: DatabaseProxy;
let admin: Person;
let fast: Served;
let routed: Served;
beforeAll(async () => {
  proxy = await startDatabaseProxy(database.url);
  process.env.DATABASE_URL = proxy.url;
  forgetSingleton('env');
  admin = await makePerson('ada', ['administrator']);
  fast = await serveRoutes({}, { fastLane: true });
  routed = await serveRoutes({ 'POST /api/v1/webhooks/[source]': receive }, { fastLane: false });
  await startChangeFeed();
});
afterAll(async () => {
  await stopChangeFeed();
  await Promise.all([fast, routed, proxy].map((peer) => peer[Symbol.asyncDispose]()));
});

type Row = {
  id: string;
  name: string;
  category: string;
  external_id: string | null;
  client_id: string | null;
  data: unknown;
};
const eventsOf = async ({ id }: CreatedSource): Promise<Row[]> =>
  (
    await pool().query<Row>(
      'SELECT id, name, category, external_id, client_id, data FROM events WHERE source_id = $1 ORDER BY id',
      [id],
    )
  ).rows;
const refusalsOf = async ({ id }: CreatedSource): Promise<SourceRefusals> => {
  await flushRefusedSourceCalls();
  const answer = await callRoute(readRefusals, { token: admin.token, params: { id } });
  expect(answer.status).toBe(200);
  return answer.body as SourceRefusals;
};
const reasonsOf = async (source: CreatedSource): Promise<Record<string, number>> =>
  Object.fromEntries((await refusalsOf(source)).reasons.map(({ reason, count }) => [reason, count]));
const send = (source: CreatedSource, body: unknown, more: Partial<Parameters<typeof sendWebhook>[1]> = {}) =>
  sendWebhook(source, { origin: fast.origin, body, ...more });
const isProblem = (answer: WebhookAnswer, status: number): void => {
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.body).toMatchObject({ status, title: expect.any(String), requestId: expect.any(String) });
  expect(answer.status).toBe(status);
};

describe('202', () => {
  it('is a receipt of the event, which names its source and has the category of it', async () => {
    const source = await makeSource({ scheme: 'github', category: 'code' });
    const body = { action: 'opened', issue: { number: 7 } };
    const answer = await send(source, body, {
      headers: { 'X-GitHub-Event': 'issues', 'X-GitHub-Delivery': 'd-1' },
    });
    expect(answer.status).toBe(202);
    const [event, ...more] = await eventsOf(source);
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      name: 'issues',
      category: 'code',
      external_id: 'd-1',
      client_id: null,
      data: body,
    });
    expect(answer.body).toEqual({
      id: event?.id,
      status: 'accepted',
      received_at: expect.any(String),
      status_url: `/api/v1/events/${event?.id}`,
    });
    expect(answer.headers.get('x-request-id')).toBeTruthy();
  });

  it.each([
    { header: 'X-Signature', encoding: 'base64', hash: 'sha512', id_header: 'X-Id', name_path: 'a.b' },
    { header: 'X-Signature', prefix: 'sha1=', hash: 'sha1', timestamp_header: 'X-Time', name_path: 'a.b' },
  ])('is given to a sender that signs in a way of its own: %j', async (settings) => {
    const source = await makeSource({ scheme: 'generic', settings });
    const body = { a: { b: 'door.opened' } };
    expect((await send(source, body, { id: 'one' })).status).toBe(202);
    expect(await eventsOf(source)).toMatchObject([
      { name: 'door.opened', external_id: 'id_header' in settings ? 'one' : null },
    ]);
    expect((await send(source, body, { secret: 'another' })).status).toBe(401);
  });

  it.each([
    ['the route of the framework', () => routed.origin],
    ['the fast lane', () => fast.origin],
  ])('is given by %s', async (_, origin) => {
    const source = await makeSource({ scheme: 'stripe' });
    const answer = await send(source, { id: 'evt_1', type: 'charge.failed' }, { origin: origin() });
    expect(answer.status).toBe(202);
    expect(await eventsOf(source)).toMatchObject([{ name: 'charge.failed', external_id: 'evt_1' }]);
  });

  it('is given for the id of the source in the address too, and for its name in another case', async () => {
    const source = await makeSource({ scheme: 'stripe', name: 'Payments' });
    expect((await send(source, { id: 'a' }, { path: `/api/v1/webhooks/${source.id}` })).status).toBe(202);
    expect((await send(source, { id: 'b' }, { path: '/api/v1/webhooks/PAYMENTS' })).status).toBe(202);
    expect(await eventsOf(source)).toHaveLength(2);
  });

  it('is given for a body that a proxy compressed: what is signed is what was in it', async () => {
    const source = await makeSource({ scheme: 'github' });
    const body = Buffer.from(JSON.stringify({ a: 'b'.repeat(100_000) }));
    const headers = { ...signatureOf(source, { body }), 'content-encoding': 'gzip' };
    const answer = await send(source, gzipSync(body), { headers });
    expect(answer.status).toBe(202);
  });

  it('keeps every digit of a number that a double cannot hold', async () => {
    const source = await makeSource({ scheme: 'github' });
    expect((await send(source, '{"n": 9007199254740993}')).status).toBe(202);
    const { rows } = await pool().query("SELECT data->>'n' AS n FROM events WHERE source_id = $1", [
      source.id,
    ]);
    expect(rows).toEqual([{ n: '9007199254740993' }]);
  });

  it('is given to whoever calls a source that is unverified by choice', async () => {
    const source = await makeSource({
      scheme: 'unverified',
      settings: { id_header: 'X-Id', name_path: 'kind' },
    });
    expect(source.secret).toBeUndefined();
    const headers = { 'X-Id': 'one' };
    expect((await send(source, { kind: 'door.opened' }, { headers })).body.status).toBe('accepted');
    expect((await send(source, { kind: 'door.opened' }, { headers })).body.status).toBe('duplicate');
    expect(await eventsOf(source)).toMatchObject([{ name: 'door.opened', external_id: 'one' }]);
  });

  it('says so when the delivery was taken before, and stores nothing', async () => {
    const source = await makeSource({ scheme: 'standard-webhooks' });
    const first = await send(source, { type: 'a' }, { id: 'msg-7' });
    const again = await send(source, { type: 'a' }, { id: 'msg-7' });
    expect([again.status, again.body]).toEqual([202, { ...first.body, status: 'duplicate' }]);
    expect(await eventsOf(source)).toHaveLength(1);
    expect(await reasonsOf(source)).toEqual({ repeated: 1 });
  });

  it('takes the same id of two sources, and of a source and a client, as two', async () => {
    const [a, b] = [await makeSource({ scheme: 'stripe' }), await makeSource({ scheme: 'stripe' })];
    for (const source of [a, b])
      expect((await send(source, { id: 'evt_same' })).body.status).toBe('accepted');
  });

  it('takes a delivery once that comes to two processes at the same time', async () => {
    const source = await makeSource({ scheme: 'standard-webhooks' });
    const peers = await Promise.all(
      [0, 1].map(async () => {
        const peer = fork(new URL('../support/peer-webhooks.ts', import.meta.url), [], {
          execArgv: ['--disable-warning=ExperimentalWarning'],
          env: { ...process.env, DATABASE_URL: database.url },
        });
        const [origin] = (await once(peer, 'message')) as [string];
        return { peer, origin };
      }),
    );
    try {
      // As a sender does: whoever is told to come again comes again.
      const insist = async (i: number): Promise<WebhookAnswer> => {
        const origin = peers[i % 2]?.origin as string;
        const answer = await send(source, { type: 'a' }, { id: `msg-${i % 4}`, origin });
        return answer.status === 503 ? insist(i) : answer;
      };
      const answers = await Promise.all(Array.from({ length: 40 }, (_, i) => insist(i)));
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 202));
      expect(answers.filter(({ body }) => body.status === 'accepted').length).toBeLessThanOrEqual(4);
      expect(new Set(answers.map(({ body }) => body.id)).size).toBe(4);
      expect(await eventsOf(source)).toHaveLength(4);
    } finally {
      for (const { peer } of peers) peer.kill('SIGKILL');
    }
  });
});

describe('200', () => {
  it.each(['shopify', 'slack'])('is what %s insists on', async (scheme) => {
    const source = await makeSource({ scheme });
    expect((await send(source, { a: 1 })).status).toBe(200);
    expect(await eventsOf(source)).toHaveLength(1);
  });

  it('answers the challenge of Slack, once it is signed, and stores nothing of it', async () => {
    const source = await makeSource({ scheme: 'slack' });
    const body = { type: 'url_verification', challenge: '3eZbrw1a', token: 'x' };
    const answer = await send(source, body);
    expect([answer.status, answer.body]).toEqual([200, { challenge: '3eZbrw1a' }]);
    expect((await send(source, body, { secret: 'another' })).status).toBe(401);
    expect(await eventsOf(source)).toEqual([]);
  });
});

describe('400', () => {
  it.each([
    ['{"a":'],
    [''],
    ['{"a":1,"a":2}'],
    ['{"a":"\\u0000"}'],
    ['{"a":"\\ud800"}'],
    [Buffer.from([0x22, 0xff, 0x22])],
  ])('is the answer to %j, signed well', async (body) => {
    const source = await makeSource({ scheme: 'github' });
    isProblem(await send(source, body), 400);
    expect(await reasonsOf(source)).toEqual({ not_json: 1 });
    expect(await eventsOf(source)).toEqual([]);
  });

  it('is the answer to what is not gzip although it says so', async () => {
    const source = await makeSource({ scheme: 'github' });
    isProblem(await send(source, '{}', { headers: { 'content-encoding': 'gzip' } }), 400);
  });
});

describe('401', () => {
  it.each([
    ['wrong_signature', {}, (source: CreatedSource) => send(source, {}, { secret: 'another' })],
    [
      'no_signature',
      {},
      (source: CreatedSource) => send(source, {}, { headers: { 'stripe-signature': 't=1' } }),
    ],
    ['too_old', {}, (source: CreatedSource) => send(source, {}, { atMs: Date.now() - 301_000 })],
    ['no_secret', { secret: null }, (source: CreatedSource) => send(source, {}, { secret: 'x' })],
    ['source_disabled', { enabled: false }, (source: CreatedSource) => send(source, {})],
  ])('for %s, which only the log of the source tells', async (reason, settings, call) => {
    const source = await makeSource({ scheme: 'stripe', ...settings });
    const answer = await call(source);
    isProblem(answer, 401);
    expect(answer.body.detail).toBe('The call carries no good signature of this source.');
    const { reasons, calls } = await refusalsOf(source);
    expect(reasons).toMatchObject([{ reason, count: 1, description: expect.any(String) }]);
    expect(calls).toMatchObject([{ reason, address: '127.0.0.1' }]);
    expect(calls[0]?.header_names).toEqual(expect.arrayContaining(['content-type', 'stripe-signature']));
    expect(JSON.stringify(calls)).not.toContain('v1=');
    expect(await eventsOf(source)).toEqual([]);
  });

  it('without a secret an empty key opens nothing', async () => {
    const source = await makeSource({ scheme: 'sqreen', secret: null });
    const { createHmac } = await import('node:crypto');
    const body = '[{}]';
    const integrity = createHmac('sha256', '').update(body).digest('hex');
    const answer = await send(source, body, { headers: { 'x-sqreen-integrity': integrity } });
    expect(answer.status).toBe(401);
  });

  it('for a header that holds what no signature does', async () => {
    const source = await makeSource({ scheme: 'sqreen' });
    const answer = await send(source, [{}], { headers: { 'x-sqreen-integrity': '\u00e9\u00fc' } });
    expect(answer.status).toBe(401);
  });

  it('comes before anything is said of the body', async () => {
    const source = await makeSource({ scheme: 'github' });
    const headers = { 'content-type': 'text/plain' };
    isProblem(await send(source, '{"a":', { secret: 'another', headers }), 401);
  });

  it('holds from the moment that a source is disabled, and no longer than it is', async () => {
    const source = await makeSource({ scheme: 'github' });
    const change = async (enabled: boolean): Promise<void> => {
      const call = { method: 'PATCH', token: admin.token, params: { id: source.id }, body: { enabled } };
      expect((await callRoute(PATCH, call)).status).toBe(200);
    };
    expect((await send(source, {})).status).toBe(202);
    await change(false);
    await expect.poll(async () => (await send(source, {})).status).toBe(401);
    await change(true);
    await expect.poll(async () => (await send(source, {})).status).toBe(202);
  });
});

describe('404', () => {
  it('for a source that is unknown or deleted, which is counted for nobody', async () => {
    const source = await makeSource({ scheme: 'github' });
    isProblem(await send(source, {}, { path: '/api/v1/webhooks/no-such-source' }), 404);
    isProblem(await send(source, {}, { path: `/api/v1/webhooks/${'x'.repeat(400)}` }), 404);
    const gone = await callRoute(remove, { method: 'DELETE', token: admin.token, params: { id: source.id } });
    expect(gone.status).toBe(204);
    await expect.poll(async () => (await send(source, {})).status).toBe(404);
    await flushRefusedSourceCalls();
    const { rowCount } = await pool().query('SELECT 1 FROM source_refusals WHERE source_id = $1', [
      source.id,
    ]);
    expect(rowCount).toBe(0);
  });
});

describe('413', () => {
  it.each([
    ['as it was sent', () => Buffer.alloc(1024 * 1024 + 1, ' '), {}],
    ['once inflated', () => gzipSync(Buffer.alloc(4 * 1024 * 1024 + 1, ' ')), { 'content-encoding': 'gzip' }],
  ])('for a body too large %s', async (_, body, headers) => {
    const source = await makeSource({ scheme: 'github' });
    isProblem(await send(source, body(), { headers }), 413);
    expect(await reasonsOf(source)).toEqual({ too_large: 1 });
  });
});

describe('415', () => {
  it.each([{ 'content-type': 'application/x-www-form-urlencoded' }, { 'content-encoding': 'br' }])(
    'for %j',
    async (headers) => {
      const source = await makeSource({ scheme: 'github' });
      isProblem(await send(source, '{}', { headers }), 415);
      expect(await reasonsOf(source)).toEqual({ unsupported_media_type: 1 });
    },
  );
});

describe('422', () => {
  it('for a body that is larger than an event may be', async () => {
    const source = await makeSource({ scheme: 'github' });
    isProblem(await send(source, { text: 'x'.repeat(300 * 1024) }), 422);
    const { calls } = await refusalsOf(source);
    expect(calls).toMatchObject([{ reason: 'wrong_shape', detail: 'data is larger than 256 KiB' }]);
  });
});

describe('503', () => {
  it('with Retry-After when the store is away, and the delivery is taken when it comes again', async () => {
    const source = await makeSource({ scheme: 'standard-webhooks' });
    expect((await send(source, { type: 'a' }, { id: 'before' })).status).toBe(202);
    using _quiet = quietLog();
    proxy.cut();
    const answer = await send(source, { type: 'a' }, { id: 'away' });
    isProblem(answer, 503);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    proxy.restore();
    await expect
      .poll(async () => (await send(source, { type: 'a' }, { id: 'away' })).status, { timeout: 10_000 })
      .toBe(202);
    expect((await eventsOf(source)).map(({ external_id }) => external_id)).toEqual(['before', 'away']);
  });
});

describe('the log of refused calls', () => {
  it('counts them all and keeps a bounded number, however many there are', async () => {
    const source = await makeSource({ scheme: 'github' });
    for (let round = 0; round < 8; round++) {
      await Promise.all(Array.from({ length: 30 }, () => send(source, {}, { secret: 'another' })));
      await flushRefusedSourceCalls();
    }
    expect((await send(source, '{"a":')).status).toBe(400);
    expect(await reasonsOf(source)).toEqual({ wrong_signature: 240, not_json: 1 });
    const { rows } = await pool().query<{ reason: string; n: string }>(
      'SELECT reason, count(*) AS n FROM source_refused_calls WHERE source_id = $1 GROUP BY reason ORDER BY reason',
      [source.id],
    );
    expect(rows).toEqual([
      { reason: 'not_json', n: '1' },
      { reason: 'wrong_signature', n: '50' },
    ]);
    const { calls } = await refusalsOf(source);
    expect(calls[0]?.reason).toBe('not_json');
  });

  it('forgets after 30 days', async () => {
    const source = await makeSource({ scheme: 'github' });
    await send(source, {}, { secret: 'another' });
    await flushRefusedSourceCalls();
    travel(29 * 86_400);
    await forgetExpiredJob.run([]);
    expect(await reasonsOfStored(source)).toBe(1);
    travel(2 * 86_400);
    await forgetExpiredJob.run([]);
    expect(await reasonsOfStored(source)).toBe(0);
    const { rowCount } = await pool().query('SELECT 1 FROM source_refused_calls WHERE source_id = $1', [
      source.id,
    ]);
    expect(rowCount).toBe(0);
  });
});

const reasonsOfStored = async ({ id }: CreatedSource): Promise<number> =>
  (await pool().query('SELECT 1 FROM source_refusals WHERE source_id = $1', [id])).rowCount ?? 0;

describe('a call that is let in', () => {
  it('is counted for the source and for the secret that signed it', async () => {
    const source = await makeSource({ scheme: 'github' });
    await Promise.all([1, 2, 3].map((n) => send(source, { n })));
    await flushSourceUses();
    const { rows } = await pool().query(
      `SELECT s.last_used_at IS NOT NULL AS used, k.calls::int AS calls FROM sources s
        JOIN source_secrets k ON k.source_id = s.id WHERE s.id = $1`,
      [source.id],
    );
    expect(rows).toEqual([{ used: true, calls: 3 }]);
  });
});
