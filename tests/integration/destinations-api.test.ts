import { beforeAll, describe, expect, it } from 'vitest';
import { POST as PAUSE } from '#app/api/v1/destinations/[id]/pause/route.ts';
import { POST as RESUME } from '#app/api/v1/destinations/[id]/resume/route.ts';
import { POST as ROTATE } from '#app/api/v1/destinations/[id]/rotate/route.ts';
import { DELETE, GET as GET_ONE, PATCH } from '#app/api/v1/destinations/[id]/route.ts';
import { POST as TEST } from '#app/api/v1/destinations/[id]/test/route.ts';
import { GET, POST } from '#app/api/v1/destinations/route.ts';
import { callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { startHttpPeer } from '#tests/support/peer-http.ts';
import { makePerson } from '#tests/support/people.ts';

process.env.OUTBOUND_ALLOW = '127.0.0.1/32';
useTestDatabase();

let token: string;
beforeAll(async () => {
  token = (await makePerson('ada', ['administrator'])).token;
});

const create = (body: unknown): ReturnType<typeof callRoute> => callRoute(POST, { token, body });
const hook = (name: string, more: object = {}): object => ({
  name,
  kind: 'http',
  config: { url: 'https://127.0.0.1/hook', headers: { 'x-key': 'key-0123456789' } },
  ...more,
});

describe('POST /destinations', () => {
  it('201 with defaults, the signing secret once', async () => {
    const { status, body } = await create(hook('first'));
    expect(status).toBe(201);
    expect(body).toMatchObject({
      name: 'first',
      enabled: true,
      notices: false,
      filter: {},
      rate_per_second: null,
      concurrency: 8,
      timeout_ms: 15_000,
      retry_plan_ms: null,
      config: { headers: { 'x-key': '••••••••' }, signing_secret: '••••••••' },
      signing_secret: expect.stringMatching(/^whsec_/),
    });
    const read = await callRoute(GET_ONE, { token, params: { id: String(body.id) } });
    expect(read.status).toBe(200);
    expect(read.body).not.toHaveProperty('signing_secret');
    expect(read.body).toMatchObject({ health: { delivered: 0, success_rate: null } });
  });

  it.each([
    ['an unknown kind', { name: 'x', kind: 'pigeon', config: {} }, 'kind'],
    ['a kind without its config', { name: 'x', kind: 'http' }, 'config'],
    ['a private address', { name: 'x', kind: 'http', config: { url: 'https://10.0.0.1/' } }, 'config.url'],
    ['an unknown member', hook('x', { rate: 5 }), 'rate'],
    ['a rate of nothing', hook('x', { rate_per_second: 0 }), 'rate_per_second'],
    ['a time limit of a minute', hook('x', { timeout_ms: 60_000 }), 'timeout_ms'],
    ['a plan with a wait of nothing', hook('x', { retry_plan_ms: [1_000, 0] }), 'retry_plan_ms[1]'],
    ['a filter that is none', hook('x', { filter: { and: [] } }), 'filter.and'],
    [
      'a header that is not allowed',
      hook('x', { config: { url: 'https://127.0.0.1/', headers: { host: 'y' } } }),
      'config.headers',
    ],
  ])('422 for %s, with its path', async (_name, body, path) => {
    const answer = await create(body);
    expect(answer.status).toBe(422);
    expect((answer.body.errors as { path: string }[]).map((fault) => fault.path)).toContain(path);
  });

  it('409 for a name that is taken', async () => {
    await create(hook('taken'));
    expect((await create(hook('Taken'))).status).toBe(409);
  });
});

describe('GET /destinations', () => {
  it('200, found by name, kind and state', async () => {
    await create({ name: 'searched log', kind: 'log' });
    await create(hook('searched hook', { enabled: false }));
    const names = async (query: string): Promise<string[]> => {
      const { status, body } = await callRoute(GET, {
        token,
        path: `/api/v1/destinations?q=SEARCHED${query}`,
      });
      expect(status).toBe(200);
      return (body.items as { name: string }[]).map(({ name }) => name);
    };
    expect(await names('')).toEqual(['searched hook', 'searched log']);
    expect(await names('&kind=log')).toEqual(['searched log']);
    expect(await names('&enabled=false')).toEqual(['searched hook']);
    await create({ name: 'searched for admins', kind: 'log', notices: true });
    expect(await names('&notices=true')).toEqual(['searched for admins']);
    expect(await names('&notices=false')).toEqual(['searched hook', 'searched log']);
    expect(await names('')).toEqual(['searched for admins', 'searched hook', 'searched log']);
    expect(await names('&limit=1')).toEqual(['searched for admins']);
  });

  it('400 for a filter that does not exist', async () => {
    expect((await callRoute(GET, { token, path: '/x?status=up' })).status).toBe(400);
  });
});

describe('POST /destinations/{id}/rotate', () => {
  it('201 with the new secret, this once; 422 for an overlap that there is not; 404', async () => {
    const made = await create(hook('rotated'));
    const params = { id: String(made.body.id) };
    const rotate = (body: unknown, of = params): ReturnType<typeof callRoute> =>
      callRoute(ROTATE, { token, method: 'POST', params: of, body });
    const { status, body } = await rotate({});
    expect(status).toBe(201);
    expect(body).toMatchObject({ version: 2, signing_secret: expect.stringMatching(/^whsec_/) });
    expect(body.signing_secret).not.toBe(made.body.signing_secret);
    expect((await rotate({ overlap: '8d' })).status).toBe(422);
    const nobody = { id: '0199a1c0-0000-7000-8000-000000000002' };
    expect((await rotate({}, nobody)).status).toBe(404);
  });
});

describe('PATCH, DELETE, test', () => {
  it('change, try out and remove a destination', async () => {
    await using peer = await startHttpPeer();
    const config = { url: `${peer.origin}/old`, headers: { 'x-key': 'key-0123456789' } };
    const made = await create(hook('short-lived', { config }));
    const params = { id: String(made.body.id) };
    const change = { enabled: false, config: { ...(made.body.config as object), url: `${peer.origin}/new` } };
    const changed = await callRoute(PATCH, { token, method: 'PATCH', params, body: change });
    expect(changed).toMatchObject({ status: 200, body: { enabled: false, version: 2 } });
    const tried = await callRoute(TEST, { token, method: 'POST', params });
    expect(tried).toMatchObject({
      status: 200,
      body: { result: 'delivered', status_code: 200, response: 'ok' },
    });
    expect(peer.calls[0]).toMatchObject({ path: '/new', headers: { 'x-key': 'key-0123456789' } });
    const elsewhere = { config: { ...(made.body.config as object), url: 'https://127.0.0.1/' } };
    const refused = await callRoute(PATCH, { token, method: 'PATCH', params, body: elsewhere });
    expect(refused.status).toBe(422);
    expect((refused.body.errors as { path: string }[]).map(({ path }) => path)).toEqual(
      ['config.signing_secret', 'config.headers.x-key'].toSorted(),
    );
    expect((await callRoute(DELETE, { token, method: 'DELETE', params })).status).toBe(204);
    expect((await callRoute(GET_ONE, { token, params })).status).toBe(404);
    expect((await callRoute(PATCH, { token, method: 'PATCH', params, body: {} })).status).toBe(422);
    expect((await callRoute(DELETE, { token, method: 'DELETE', params })).status).toBe(404);
  });
});

describe('POST /destinations/{id}/pause, /resume', () => {
  it('200 with the destination as it is then, 409 for one that is disabled, 404 for none', async () => {
    const made = await create({ name: 'paused', kind: 'log' });
    const params = { id: String(made.body.id) };
    const paused = await callRoute(PAUSE, { token, method: 'POST', params });
    expect(paused).toMatchObject({ status: 200, body: { enabled: true, paused_at: expect.any(String) } });
    const resumed = await callRoute(RESUME, { token, method: 'POST', params });
    expect(resumed).toMatchObject({ status: 200, body: { paused_at: null } });
    const disabled = await callRoute(PATCH, { token, method: 'PATCH', params, body: { enabled: false } });
    expect(disabled.body).toMatchObject({ disabled_at: expect.any(String), disabled_reason: null });
    for (const handler of [PAUSE, RESUME]) {
      expect((await callRoute(handler, { token, method: 'POST', params })).status).toBe(409);
      const none = { id: '0199b1a0-0000-7000-8000-00000000dead' };
      expect((await callRoute(handler, { token, method: 'POST', params: none })).status).toBe(404);
    }
  });
});
