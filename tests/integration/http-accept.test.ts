import { createHmac, randomUUID } from 'node:crypto';
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GET as readEvent } from '#app/api/v1/events/[id]/route.ts';
import { GET as listEvents, OPTIONS, POST } from '#app/api/v1/events/route.ts';
import { pool } from '#lib/platform/db.ts';
import { forgetSingleton } from '#lib/platform/singleton.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { type DatabaseProxy, startDatabaseProxy } from '#tests/support/database-proxy.ts';
import { makeClient, type TestClient } from '#tests/support/make-client.ts';
import { quietLog } from '#tests/support/peer-dispatch.ts';
import { type Served, serveRoutes } from '#tests/support/serve-routes.ts';

const database = useTestDatabase();
const ROUTES = {
  'POST /api/v1/events': POST,
  'OPTIONS /api/v1/events': OPTIONS,
  'GET /api/v1/events': listEvents,
  'GET /api/v1/events/[id]': readEvent,
};

let proxy: DatabaseProxy;
let client: TestClient;
beforeAll(async () => {
  proxy = await startDatabaseProxy(database.url);
  process.env.DATABASE_URL = proxy.url;
  forgetSingleton('env');
  client = await makeClient();
});
afterAll(() => proxy[Symbol.asyncDispose]());

type Receipt = { id: string; status: string; received_at: string; status_url: string };
type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  requestId: string;
  errors?: { path: string; message: string }[];
};
type Refused = { status: 'refused'; problem: Problem };
type Answer<T = Receipt> = { status: number; headers: Headers; body: T };
const isRefused = (result: Receipt | Refused): result is Refused => result.status === 'refused';

const b64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
/** A token as its claims and header say, signed with the key that is given. */
function signed(claims: object, key: string, header: object = { alg: 'HS256', typ: 'JWT' }): string {
  const text = `${b64(header)}.${b64(claims)}`;
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
}
const nowSeconds = (): number => Math.floor(Date.now() / 1_000);
const claimsOf = ({ id }: TestClient, over: object = {}): object => ({
  jti: randomUUID(),
  gty: 'client-credentials',
  sub: id,
  iat: nowSeconds(),
  exp: nowSeconds() + 600,
  ...over,
});

describe.each([
  ['in front of the framework', true],
  ['behind a route handler', false],
])('POST /api/v1/events %s', (_door, fastLane) => {
  let served: Served;
  beforeAll(async () => {
    served = await serveRoutes(ROUTES, { fastLane });
  });
  afterAll(() => served[Symbol.asyncDispose]());

  async function send<T = Receipt>(
    body: unknown,
    headers: Record<string, string> = {},
    method = 'POST',
  ): Promise<Answer<T>> {
    const raw = typeof body === 'string' || body instanceof Uint8Array;
    const response = await fetch(`${served.origin}/api/v1/events`, {
      method,
      headers: { authorization: `Bearer ${client.token}`, 'content-type': 'application/json', ...headers },
      body: raw ? (body as BodyInit) : JSON.stringify(body),
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as T };
  }

  const refusal = async (
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; paths: string[]; answer: Answer<Problem> }> => {
    const answer = await send<Problem>(body, headers);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.headers.get('x-request-id')).toBe(answer.body.requestId);
    expect(answer.body).toMatchObject({
      type: 'about:blank',
      status: answer.status,
      title: expect.any(String),
    });
    return { status: answer.status, paths: (answer.body.errors ?? []).map(({ path }) => path), answer };
  };

  const stored = async (receipt: Receipt, token = client.token): Promise<Record<string, unknown>> => {
    const response = await fetch(served.origin + receipt.status_url, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(response.status).toBe(200);
    return (await response.json()) as Record<string, unknown>;
  };

  const countBy = async (externalId: string): Promise<number> =>
    (await pool().query('SELECT 1 FROM events WHERE external_id = $1', [externalId])).rowCount ?? 0;

  /** A request whose body the test writes piece by piece. */
  function streaming(headers: Record<string, string> = {}): {
    request: ClientRequest;
    answered: Promise<IncomingMessage>;
  } {
    const request = httpRequest(`${served.origin}/api/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${client.token}`, 'content-type': 'application/json', ...headers },
    });
    request.on('error', () => undefined);
    const answered = new Promise<IncomingMessage>((resolve) => request.once('response', resolve));
    return { request, answered };
  }

  describe('202', () => {
    it('is said for one event that is then there, with the job that processes it', async () => {
      const sent = {
        name: 'order.paid',
        category: 'checkout',
        session_id: 's-1',
        id: `own ${randomUUID()}`,
        data: { a: [1] },
      };
      const before = Date.now();
      const answer = await send(sent, { 'x-request-id': 'my-request-1' });
      expect(answer.status).toBe(202);
      expect(answer.headers.get('content-type')).toBe('application/json');
      expect(answer.headers.get('x-request-id')).toBe('my-request-1');
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
      const { id, received_at } = answer.body;
      expect(answer.body).toEqual({
        id,
        status: 'accepted',
        received_at,
        status_url: `/api/v1/events/${id}`,
      });
      expect(Math.abs(Date.parse(received_at) - before)).toBeLessThan(2_000);
      expect(await stored(answer.body)).toMatchObject({
        id,
        external_id: sent.id,
        client_id: client.id,
        session_id: 's-1',
        category: 'checkout',
        name: 'order.paid',
        timestamp: received_at,
        received_at,
        status: 'accepted',
        verdict: null,
      });
      const job = await pool().query(
        `SELECT 1 FROM pgboss.job WHERE name = 'process-events' AND data->'ids' @> to_jsonb($1::text)`,
        [id],
      );
      expect(job.rowCount).toBe(1);
    });

    it.each([
      ['null', null, null],
      ['without a zone, as UTC', '2021-01-01 09:15:27.243860', '2021-01-01T09:15:27.243Z'],
      ['with a zone', '2021-01-01T09:15:27+02:00', '2021-01-01T07:15:27.000Z'],
    ])('is said for a timestamp %s', async (_form, timestamp, moment) => {
      const { status, body } = await send({ name: 'x', timestamp });
      expect(status).toBe(202);
      expect(await stored(body)).toMatchObject({ timestamp: moment ?? body.received_at });
    });

    it('is said again for an id that is known, with the first answer', async () => {
      const id = `again ${randomUUID()}`;
      const first = await send({ name: 'x', id });
      const second = await send({ name: 'quite another', id });
      expect(second.status).toBe(202);
      expect(second.body).toEqual({ ...first.body, status: 'duplicate' });
      expect(await countBy(id)).toBe(1);
    });

    it('takes an id that another client has used as a new one', async () => {
      const other = await makeClient();
      const id = `shared ${randomUUID()}`;
      const mine = await send({ name: 'x', id });
      const theirs = await send({ name: 'x', id }, { authorization: `Bearer ${other.token}` });
      expect(theirs.body.status).toBe('accepted');
      expect(theirs.body.id).not.toBe(mine.body.id);
    });

    it('accepts one of many that come with the same id at the same time', async () => {
      const id = `race ${randomUUID()}`;
      const answers = await Promise.all(Array.from({ length: 40 }, () => send({ name: 'x', id })));
      expect(answers.every(({ status }) => status === 202)).toBe(true);
      expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
      expect(answers.filter(({ body }) => body.status === 'accepted')).toHaveLength(1);
      expect(await countBy(id)).toBe(1);
    });

    it('is said for an array with its results in order, repeats within it told apart', async () => {
      const id = `twice ${randomUUID()}`;
      const { status, body } = await send<{ results: Receipt[] }>([
        { name: 'a', id },
        { name: 'b' },
        { name: 'c', id },
        { name: 'd', body: 'hello' },
      ]);
      expect(status).toBe(202);
      const [a, b, c, d] = body.results as [Receipt, Receipt, Receipt, Receipt];
      expect([a, b, c, d].map((receipt) => receipt.status)).toEqual([
        'accepted',
        'accepted',
        'duplicate',
        'accepted',
      ]);
      expect(c).toEqual({ ...a, status: 'duplicate' });
      expect(new Set([a.id, b.id, d.id]).size).toBe(3);
      expect(await countBy(id)).toBe(1);
      expect(await Promise.all([a, b, d].map(async (receipt) => (await stored(receipt)).name))).toEqual([
        'a',
        'b',
        'd',
      ]);
    });

    it('is said for 1,000 events in one call', async () => {
      const { status, body } = await send<{ results: Receipt[] }>(
        Array.from({ length: 1_000 }, (_, i) => ({ name: `n${i}`, id: `${i % 500} ${randomUUID()}` })),
      );
      expect(status).toBe(202);
      expect(new Set(body.results.map(({ id }) => id)).size).toBe(1_000);
    });

    it('is said for each of many single events that come at once, and what it is said for is stored', async () => {
      const answers = await Promise.all(Array.from({ length: 200 }, (_, i) => send({ name: `single ${i}` })));
      // A machine busy with other things may refuse some; it may not say 202 for what is not there.
      expect(answers.every(({ status }) => status === 202 || status === 503)).toBe(true);
      const taken = answers.flatMap(({ status, body }, i) =>
        status === 202 ? [{ id: body.id, name: `single ${i}` }] : [],
      );
      expect(taken.length).toBeGreaterThan(0);
      const { rows } = await pool().query('SELECT id, name FROM events WHERE id = ANY($1) ORDER BY id', [
        taken.map(({ id }) => id),
      ]);
      expect(rows).toEqual(taken.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
    });

    it.each([
      ['gzip', { 'content-encoding': 'gzip' }, gzipSync('{"name":"squeezed"}')],
      ['a charset', { 'content-type': 'application/json; charset=utf-8' }, '{"name":"x"}'],
      ['a +json type', { 'content-type': 'application/vnd.shop.v1+json' }, '{"name":"x"}'],
    ])('is said for %s', async (_form, headers, body) => {
      expect((await send(body, headers)).status).toBe(202);
    });

    it('is said when the token comes under the name of the first system, and when it comes twice alike', async () => {
      const both = { authorization: `Bearer ${client.token}`, authentication: `Bearer ${client.token}` };
      expect((await send({ name: 'x' }, both)).status).toBe(202);
      const response = await fetch(`${served.origin}/api/v1/events`, {
        method: 'POST',
        headers: { authentication: `Bearer ${client.token}`, 'content-type': 'application/json' },
        body: '{"name":"x"}',
      });
      expect(response.status).toBe(202);
    });

    it('keeps every digit and every character', async () => {
      const answer = await send(
        '{"name":"häßlich 😀","data":{"n":12345678901234567890.123,"\\u0041":"\\ud83d\\ude00"}}',
      );
      const { rows } = await pool().query('SELECT name, data::text FROM events WHERE id = $1', [
        answer.body.id,
      ]);
      expect(rows).toEqual([{ name: 'häßlich 😀', data: '{"A": "😀", "n": 12345678901234567890.123}' }]);
    });
  });

  describe('204', () => {
    it('answers the preflight of any origin, without cookies', async () => {
      const response = await fetch(`${served.origin}/api/v1/events`, {
        method: 'OPTIONS',
        headers: { origin: 'https://shop.example', 'access-control-request-method': 'POST' },
      });
      expect(response.status).toBe(204);
      expect(await response.text()).toBe('');
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
      expect(response.headers.get('access-control-allow-credentials')).toBeNull();
      expect(response.headers.get('access-control-allow-methods')).toContain('POST');
      expect(response.headers.get('access-control-allow-headers')).toMatch(/authorization.*content-type/);
      expect(response.headers.get('x-request-id')).toMatch(/^[\w.:-]{8,64}$/);
    });
  });

  describe('207', () => {
    it('is said when some were refused: each with its own problem, the others stored', async () => {
      const { status, body } = await send<{ results: (Receipt | Refused)[] }>([
        { name: 'good' },
        { name: '' },
        { name: 'future', timestamp: new Date(Date.now() + 60_000).toISOString() },
        { name: 'also good' },
        null,
      ]);
      expect(status).toBe(207);
      const problems = body.results.map((result) => (isRefused(result) ? result.problem : null));
      expect(problems.map((problem) => problem?.errors?.[0]?.path ?? null)).toEqual([
        null,
        '[1].name',
        '[2].timestamp',
        null,
        '[4]',
      ]);
      expect(problems[1]).toMatchObject({ type: 'about:blank', status: 422, title: expect.any(String) });
      expect((await stored(body.results[3] as Receipt)).name).toBe('also good');
    });

    it('is said when the store refuses one of them, which then fails alone', async () => {
      const id = `neighbour ${randomUUID()}`;
      const { status, body } = await send<{ results: (Receipt | Refused)[] }>(
        `[{"name":"a","id":${JSON.stringify(id)}},{"name":"b","data":{"n":1e999999}},{"name":"c"}]`,
      );
      expect(status).toBe(207);
      expect(body.results.map((result) => result.status)).toEqual(['accepted', 'refused', 'accepted']);
      expect((body.results[1] as Refused).problem.errors).toEqual([
        { path: '[1].data', message: 'holds a value that cannot be stored' },
      ]);
      expect(await countBy(id)).toBe(1);
    });

    it('names a category that the client may not send', async () => {
      const shop = await makeClient({ allowed_categories: ['shop'] });
      const { status, body } = await send<{ results: (Receipt | Refused)[] }>(
        [
          { name: 'a', category: 'shop' },
          { name: 'b', category: 'bank' },
        ],
        { authorization: `Bearer ${shop.token}` },
      );
      expect(status).toBe(207);
      expect((body.results[1] as Refused).problem).toMatchObject({
        status: 403,
        errors: [{ path: '[1].category' }],
      });
    });
  });

  describe('400', () => {
    it.each([
      ['nothing', '', ''],
      ['no JSON', '{"name":"x"', ''],
      ['JSON with a byte order mark', '\ufeff{"name":"x"}', ''],
      ['U+0000', '{"name":"x","data":{"note":"a\\u0000b"}}', 'data.note'],
      ['half of a surrogate pair', '{"name":"x","data":["\\ud83d"]}', 'data[0]'],
      ['a key twice', '{"name":"x","data":{"a":1,"a":2}}', 'data.a'],
      ['a key twice, escaped', '[{"name":"x","n\\u0061me":"y"}]', '[0].name'],
      [
        'nesting without end',
        `{"name":"x","data":${'['.repeat(70)}${']'.repeat(70)}}`,
        `data${'[0]'.repeat(64)}`,
      ],
    ])('refuses %s with its path', async (_what, body, path) => {
      expect(await refusal(body)).toMatchObject({ status: 400, paths: [path] });
    });

    it('refuses what is not UTF-8, and what is not the gzip it says it is', async () => {
      expect((await refusal(Uint8Array.of(0x22, 0xff, 0x22))).status).toBe(400);
      expect((await refusal('{"name":"x"}', { 'content-encoding': 'gzip' })).status).toBe(400);
    });

    it('never repeats what was sent', async () => {
      const { answer } = await refusal('{"password":"hunter2horse9');
      expect(JSON.stringify(answer.body)).not.toContain('hunter2');
    });
  });

  describe('401', () => {
    const cases = (): [string, Record<string, string>][] => [
      ['another scheme', { authorization: `Basic ${client.token}` }],
      ['two schemes', { authorization: `Basic abc, Bearer ${client.token}` }],
      ['two tokens', { authorization: `Bearer ${client.token}, Bearer ${client.token}` }],
      ['an empty header', { authorization: '' }],
      ['no token at all', { authorization: 'Bearer' }],
      ['rubbish', { authorization: 'Bearer x.y.z' }],
      [
        'an unknown client',
        { authorization: `Bearer ${signed(claimsOf({ ...client, id: randomUUID() }), client.secretKey)}` },
      ],
      ['another secret', { authorization: `Bearer ${signed(claimsOf(client), 'eyesk_wrong')}` }],
      ['no algorithm', { authorization: `Bearer ${b64({ alg: 'none' })}.${b64(claimsOf(client))}.` }],
      [
        'another algorithm',
        { authorization: `Bearer ${signed(claimsOf(client), client.secretKey, { alg: 'HS384' })}` },
      ],
      [
        'crit',
        {
          authorization: `Bearer ${signed(claimsOf(client), client.secretKey, { alg: 'HS256', crit: ['x'] })}`,
        },
      ],
      [
        'a token that expired',
        {
          authorization: `Bearer ${signed(claimsOf(client, { iat: nowSeconds() - 700, exp: nowSeconds() - 60 }), client.secretKey)}`,
        },
      ],
      [
        'a token that lives too long',
        {
          authorization: `Bearer ${signed(claimsOf(client, { exp: nowSeconds() + 86_401 }), client.secretKey)}`,
        },
      ],
      [
        'no exp',
        { authorization: `Bearer ${signed(claimsOf(client, { exp: undefined }), client.secretKey)}` },
      ],
      [
        'a sub that is no string',
        { authorization: `Bearer ${signed(claimsOf(client, { sub: 7 }), client.secretKey)}` },
      ],
    ];

    it("refuses every token but the client's own, and asks for one", async () => {
      for (const [what, headers] of cases()) {
        const { status, answer } = await refusal({ name: 'x' }, headers);
        expect([what, status]).toEqual([what, 401]);
        expect(answer.headers.get('www-authenticate')).toBe('Bearer');
        expect(answer.headers.get('access-control-allow-origin')).toBe('*');
      }
    });

    it('refuses a call without a token before it reads the body', async () => {
      const { request, answered } = streaming({ authorization: '', 'transfer-encoding': 'chunked' });
      request.removeHeader('authorization');
      request.write('{"name":');
      expect((await answered).statusCode).toBe(401);
      request.destroy();
    });

    it('answers an unknown client and a wrong secret alike', async () => {
      const [unknown, wrong] = await Promise.all(
        cases()
          .filter(([what]) => ['an unknown client', 'another secret'].includes(what))
          .map(([, headers]) => refusal({ name: 'x' }, { ...headers, 'x-request-id': 'the-same-id' })),
      );
      expect(unknown?.answer.body).toEqual(wrong?.answer.body);
    });
  });

  describe('403', () => {
    it("refuses a category that is not the client's, the default one too", async () => {
      const shop = await makeClient({ allowed_categories: ['shop'] });
      const headers = { authorization: `Bearer ${shop.token}` };
      expect((await send({ name: 'x', category: 'shop' }, headers)).status).toBe(202);
      expect(await refusal({ name: 'x', category: 'bank' }, headers)).toMatchObject({
        status: 403,
        paths: ['category'],
      });
      expect((await refusal({ name: 'x' }, headers)).status).toBe(403);
    });
  });

  describe('413', () => {
    const mebibyte = 1024 * 1024;

    it('refuses a body that is said to be larger than 1 MiB, and takes one that is just that large', async () => {
      const fill = (size: number): string => {
        const events = Array.from({ length: 4 }, () => ({ name: 'x', data: 'y'.repeat(250_000) }));
        const text = JSON.stringify(events);
        return text + ' '.repeat(size - text.length);
      };
      expect((await send(fill(mebibyte))).status).toBe(202);
      expect((await refusal(fill(mebibyte + 1))).status).toBe(413);
    });

    it('refuses while the body still streams, and does not wait for its end', async () => {
      const { request, answered } = streaming({ 'transfer-encoding': 'chunked' });
      const piece = Buffer.alloc(64 * 1024, 32);
      for (let sent = 0; sent <= mebibyte; sent += piece.length) request.write(piece);
      const response = await answered;
      expect(response.statusCode).toBe(413);
      expect(response.headers['content-type']).toBe('application/problem+json');
      request.destroy();
    });

    it('refuses gzip that inflates to more than 4 MiB, however small it came', async () => {
      const bomb = gzipSync(Buffer.alloc(64 * mebibyte, 32));
      expect(bomb.length).toBeLessThan(mebibyte / 8);
      expect((await refusal(bomb, { 'content-encoding': 'gzip' })).status).toBe(413);
      const large = gzipSync(JSON.stringify([{ name: 'x' }]).padEnd(4 * mebibyte));
      expect((await send(large, { 'content-encoding': 'gzip' })).status).toBe(202);
    });
  });

  describe('415', () => {
    it.each([
      ['text', { 'content-type': 'text/plain' }],
      ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
      ['almost JSON', { 'content-type': 'application/jsonp' }],
      ['brotli', { 'content-encoding': 'br' }],
    ])('refuses %s', async (what, headers) => {
      const body = what === 'brotli' ? brotliCompressSync('{"name":"x"}') : '{"name":"x"}';
      expect((await refusal(body, headers)).status).toBe(415);
    });

    it('refuses a body that does not say what it is', async () => {
      const { request, answered } = streaming();
      request.removeHeader('content-type');
      request.end('{"name":"x"}');
      expect((await answered).statusCode).toBe(415);
    });
  });

  describe('422', () => {
    it.each<[string, unknown, string[]]>([
      ['no name', {}, ['name']],
      ['a name too long', { name: 'x'.repeat(129) }, ['name']],
      ['several faults at once', { name: 7, category: '', id: 7 }, ['id', 'category', 'name']],
      ['no object', 'null', ['']],
      ['a timestamp that is none', { name: 'x', timestamp: 'soon' }, ['timestamp']],
      ['body beside data', { name: 'x', body: 'a', data: 'b' }, ['body']],
      ['data larger than 256 KiB', { name: 'x', data: 'y'.repeat(262_144) }, ['data']],
      ['a number the store cannot hold', '{"name":"x","data":[1e999999]}', ['data']],
      ['an empty array', [], ['']],
      ['more than 1,000 events', Array.from({ length: 1_001 }, () => ({ name: 'x' })), ['']],
      ['an array of nothing but faults', [{ name: '' }, { nam: 'x' }], ['[0].name', '[1].name']],
    ])('refuses %s with its path', async (_what, body, paths) => {
      expect(await refusal(body)).toMatchObject({ status: 422, paths });
    });

    it('refuses a timestamp more than 5 s ahead', async () => {
      const ahead = (ms: number): object => ({
        name: 'x',
        timestamp: new Date(Date.now() + ms).toISOString(),
      });
      expect((await send(ahead(3_000))).status).toBe(202);
      expect(await refusal(ahead(7_000))).toMatchObject({ status: 422, paths: ['timestamp'] });
    });

    it('refuses two different tokens', async () => {
      const other = await makeClient();
      const headers = { authorization: `Bearer ${client.token}`, authentication: `Bearer ${other.token}` };
      expect(await refusal({ name: 'x' }, headers)).toMatchObject({ status: 422, paths: ['Authentication'] });
    });
  });

  describe('429', () => {
    it("is said beyond the client's own limit, with when to come back, and readable from every origin", async () => {
      const limited = await makeClient({ calls_per_second: 2 });
      const headers = { authorization: `Bearer ${limited.token}`, origin: 'https://shop.example' };
      const answers = await Promise.all(
        Array.from({ length: 30 }, () => send<Receipt | Problem>({ name: 'x' }, headers)),
      );
      // A machine busy with other things may refuse some for its own sake.
      const heard = answers.filter(({ status }) => status !== 503);
      expect(new Set(heard.map(({ status }) => status))).toEqual(new Set([202, 429]));
      for (const { status, headers: given, body } of heard) {
        expect(given.get('ratelimit-limit')).toBe('2');
        expect(given.get('ratelimit-reset')).toMatch(/^\d+$/);
        expect(given.get('access-control-allow-origin')).toBe('*');
        expect(given.get('access-control-expose-headers')).toContain('retry-after');
        if (status === 202) continue;
        expect(given.get('ratelimit-remaining')).toBe('0');
        expect(Number(given.get('retry-after'))).toBeGreaterThan(0);
        expect(given.get('content-type')).toBe('application/problem+json');
        expect(body).toMatchObject({ status: 429, requestId: given.get('x-request-id') });
      }
      expect((await send({ name: 'x' })).status).toBe(202);
      await expect
        .poll(async () => (await send({ name: 'x' }, headers)).status, { timeout: 5_000 })
        .toBe(202);
    });

    it('counts a call with an array as one, and one that is refused as well', async () => {
      const limited = await makeClient({ calls_per_second: 1 });
      const headers = { authorization: `Bearer ${limited.token}` };
      const from = performance.now();
      const calls = [[{ name: 'a' }, { name: 'b' }, { name: 'c' }], { name: '' }, '{"no json'];
      const answers = await Promise.all([...calls, ...calls, ...calls].map((body) => send(body, headers)));
      const taken = answers.filter(({ status }) => status !== 429).length;
      expect(taken).toBeGreaterThan(0);
      // One in each second that the nine touched.
      expect(taken).toBeLessThanOrEqual(Math.floor((performance.now() - from) / 1_000) + 2);
    });
  });

  describe('503', () => {
    it('is said of whole arrays too, none of which is then there in part', async () => {
      using _quiet = quietLog();
      await send({ name: 'warm' });
      const name = `queued ${randomUUID()}`;
      const many = JSON.stringify(Array.from({ length: 1_000 }, () => ({ name })));
      proxy.hold();
      try {
        const answers = await Promise.all(Array.from({ length: 23 }, () => refusal(many)));
        for (const { status, answer } of answers) {
          expect(status).toBe(503);
          expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
          expect(answer.headers.get('access-control-allow-origin')).toBe('*');
        }
      } finally {
        proxy.restore();
      }
      await expect.poll(async () => (await send({ name: 'x' })).status, { timeout: 10_000 }).toBe(202);
      // What was on its way to the store when its time was over may be there: whole.
      const { rowCount } = await pool().query('SELECT 1 FROM events WHERE name = $1', [name]);
      expect([0, 1_000]).toContain(rowCount);
    });

    it('is said soon when the store does not answer, and nothing is stored twice afterwards', async () => {
      using _quiet = quietLog();
      const id = `held ${randomUUID()}`;
      await send({ name: 'warm' });
      proxy.hold();
      try {
        const before = performance.now();
        const { status, answer } = await refusal({ name: 'x', id });
        expect(status).toBe(503);
        expect(performance.now() - before).toBeLessThan(1_500);
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      } finally {
        proxy.restore();
      }
      await expect.poll(async () => (await send({ name: 'x', id })).status, { timeout: 10_000 }).toBe(202);
      expect(await countBy(id)).toBe(1);
    });

    it('may be said of an event that is stored all the same, and is then answered as a duplicate', async () => {
      using _quiet = quietLog();
      const id = `unheard ${randomUUID()}`;
      await send({ name: 'warm' });
      proxy.hold('answers');
      try {
        expect((await refusal({ name: 'x', id })).status).toBe(503);
      } finally {
        proxy.restore();
      }
      await expect
        .poll(async () => (await send({ name: 'x', id })).body.status, { timeout: 10_000 })
        .toBe('duplicate');
      expect(await countBy(id)).toBe(1);
    });

    it('is said when the store is away, without a word of what it is, and 202 as soon as it is back', async () => {
      using _quiet = quietLog();
      await send({ name: 'warm' });
      proxy.cut();
      try {
        const { status, answer } = await refusal({ name: 'x' });
        expect(status).toBe(503);
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
        expect(JSON.stringify(answer.body)).not.toMatch(
          /INSERT|SELECT|ECONN|postgres|127\.0\.0\.1|prisma|\bat\b.*\.ts/i,
        );
      } finally {
        proxy.restore();
      }
      await expect.poll(async () => (await send({ name: 'x' })).status, { timeout: 10_000 }).toBe(202);
    });
  });

  it('a sender that goes away in mid-body leaves the server at work', async () => {
    const { request } = streaming({ 'content-length': '1000' });
    request.write('{"name":');
    await new Promise((done) => request.once('socket', (socket) => socket.once('connect', done)));
    request.destroy();
    expect((await send({ name: 'x' })).status).toBe(202);
  });
});
