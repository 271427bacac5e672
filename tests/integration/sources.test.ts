import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GET as readEvent } from '#app/api/v1/events/[id]/route.ts';
import { GET as listEvents } from '#app/api/v1/events/route.ts';
import { GET as readStats } from '#app/api/v1/events/stats/route.ts';
import { PATCH as moveEnd, POST as rotate } from '#app/api/v1/sources/[id]/rotate/route.ts';
import { PATCH, GET as readSource, DELETE as remove } from '#app/api/v1/sources/[id]/route.ts';
import { POST as sample } from '#app/api/v1/sources/[id]/sample/route.ts';
import { POST as create, GET as list } from '#app/api/v1/sources/route.ts';
import { curlSnippet } from '#components/sources/snippets.ts';
import { startChangeFeed, stopChangeFeed } from '#lib/platform/change-feed.ts';
import { pool } from '#lib/platform/db.ts';
import { flushSourceUses } from '#lib/sources/note-source-use.ts';
import { type CreatedSource, type SampleResult, SOURCE_SCHEMES, type Source } from '#lib/sources/schema.ts';
import { type Answer, callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { sendWebhook } from '#tests/support/make-source.ts';
import { makePerson, type Person } from '#tests/support/people.ts';
import { runSnippet } from '#tests/support/run-snippet.ts';
import { type Served, serveRoutes } from '#tests/support/serve-routes.ts';
import { useTravel } from '#tests/support/travel.ts';

useTestDatabase();
const travel = useTravel();

let admin: Person;
let viewer: Person;
let server: Served;
beforeAll(async () => {
  admin = await makePerson('ada', ['administrator']);
  viewer = await makePerson('vera', ['viewer']);
  server = await serveRoutes({}, { fastLane: true });
  await startChangeFeed();
});
afterAll(async () => {
  await stopChangeFeed();
  await server[Symbol.asyncDispose]();
});

let named = 0;
const post = (body: object): Promise<Answer> => callRoute(create, { token: admin.token, body });
const make = async (input: object): Promise<CreatedSource> => {
  const answer = await post({ name: `s${named++}`, ...input });
  expect(answer.status).toBe(201);
  return answer.body as unknown as CreatedSource;
};
const about = (id: string, more: object = {}) => ({ token: admin.token, params: { id }, ...more });
const read = async (id: string): Promise<Source> => {
  const answer = await callRoute(readSource, about(id));
  expect(answer.status).toBe(200);
  return answer.body as unknown as Source;
};
const settingsFor = (scheme: string): object =>
  scheme === 'generic' ? { settings: { header: 'X-Sign' } } : {};
const send = (source: CreatedSource, n: number, secret?: string) =>
  sendWebhook(source, { origin: server.origin, body: { n }, id: `id ${n}`, ...(secret ? { secret } : {}) });

describe('201', () => {
  it.each(SOURCE_SCHEMES)('makes a source of the scheme %s, with a secret told this once', async (scheme) => {
    const made = await make({ scheme, ...settingsFor(scheme) });
    expect(made).toMatchObject({
      scheme,
      enabled: true,
      category: made.name,
      path: `/api/v1/webhooks/${made.name}`,
    });
    expect(made.secret === undefined).toBe(scheme === 'unverified');
    const again = await read(made.id);
    expect(again).not.toHaveProperty('secret');
    if (made.secret !== undefined) {
      expect(JSON.stringify(again)).not.toContain(made.secret);
      expect(again.secrets).toMatchObject([{ last_four: made.secret.slice(-4), expires_at: null }]);
    }
  });

  it('takes the secret that the sender gave, and none when that is said', async () => {
    expect((await make({ scheme: 'shopify', secret: 'shpss_0123456789abcdef' })).secret).toBe(
      'shpss_0123456789abcdef',
    );
    const none = await make({ scheme: 'shopify', secret: null });
    expect([none.secret, none.secrets, none.can_sign]).toEqual([undefined, [], false]);
  });

  it('shows nothing of a short secret', async () => {
    expect((await make({ scheme: 'sqreen', secret: 'short' })).secrets).toMatchObject([{ last_four: '' }]);
  });

  it('leaves an audit row without the secret', async () => {
    const made = await make({ scheme: 'github' });
    const { rows } = await pool().query(
      "SELECT after FROM audit_entries WHERE action = 'sources.create' AND subject_id = $1",
      [made.id],
    );
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(made.secret);
    const { rows: stored } = await pool().query('SELECT sealed FROM source_secrets WHERE source_id = $1', [
      made.id,
    ]);
    expect(JSON.stringify(stored)).not.toContain(made.secret);
  });
});

describe('409', () => {
  it('for a name that is taken, in whatever case, and free again once it is deleted', async () => {
    const made = await make({ scheme: 'github', name: 'Taken' });
    const refused = await post({ scheme: 'stripe', name: 'taken' });
    expect([refused.status, refused.body.errors]).toEqual([409, [{ path: 'name', message: 'is taken' }]]);
    expect((await callRoute(remove, about(made.id, { method: 'DELETE' }))).status).toBe(204);
    expect((await post({ scheme: 'stripe', name: 'taken' })).status).toBe(201);
    expect((await callRoute(readSource, about(made.id))).status).toBe(404);
  });

  it('for a sample that nothing can sign', async () => {
    const key = `whpk_${Buffer.alloc(32, 7).toString('base64')}`;
    for (const given of [
      { scheme: 'github', secret: null },
      { scheme: 'standard-webhooks', secret: key },
    ]) {
      const made = await make(given);
      expect(made.can_sign).toBe(false);
      expect((await callRoute(sample, about(made.id, { method: 'POST' }))).status).toBe(409);
    }
  });
});

describe('422', () => {
  it.each([
    ['scheme', { scheme: 'md5' }],
    ['name', { scheme: 'github', name: 'no spaces' }],
    ['name', { scheme: 'github', name: 'a/b' }],
    ['name', { scheme: 'github', name: '01890000-0000-7000-8000-000000000000' }],
    ['secret', { scheme: 'standard-webhooks', secret: 'whsec_short' }],
    ['secret', { scheme: 'unverified', secret: 'x' }],
    ['secret', { scheme: 'github', secret: '' }],
    ['settings', { scheme: 'generic' }],
    ['settings.header', { scheme: 'generic', settings: { header: 'no header' } }],
    [
      'settings.signed_content',
      { scheme: 'generic', settings: { header: 'X', signed_content: '{timestamp}' } },
    ],
    [
      'settings.signed_content',
      { scheme: 'generic', settings: { header: 'X', timestamp_header: 'T', signed_content: 'v:{body}' } },
    ],
    ['settings.header', { scheme: 'github', settings: { header: 'X' } }],
  ])('names %s in %j', async (path, given) => {
    const answer = await post({ name: `s${named++}`, ...given });
    expect(answer.status).toBe(422);
    expect((answer.body.errors as { path: string }[]).map((fault) => fault.path)).toContain(path);
  });

  it('for settings that the scheme does not know, when they are changed', async () => {
    const made = await make({ scheme: 'github' });
    const body = { settings: { header: 'X' } };
    const answer = await callRoute(PATCH, about(made.id, { method: 'PATCH', body }));
    expect([answer.status, answer.body.errors]).toMatchObject([422, [{ path: 'settings.header' }]]);
  });
});

describe('403', () => {
  it('for whoever may only read', async () => {
    const made = await make({ scheme: 'github' });
    const call = { token: viewer.token, params: { id: made.id } };
    expect((await callRoute(readSource, call)).status).toBe(200);
    expect((await callRoute(PATCH, { ...call, method: 'PATCH', body: { enabled: false } })).status).toBe(403);
    expect((await callRoute(sample, { ...call, method: 'POST' })).status).toBe(403);
    expect((await callRoute(rotate, { ...call, body: { overlap: 'now' } })).status).toBe(403);
  });
});

describe('200', () => {
  it('lists sources, the newest first, by a part of the name, the scheme and whether they are on', async () => {
    const made = await make({ scheme: 'slack', name: 'Findable-one', enabled: false });
    const names = async (path: string): Promise<unknown[]> => {
      const answer = await callRoute(list, { token: viewer.token, path });
      expect(answer.status).toBe(200);
      return (answer.body.items as Source[]).map(({ id }) => id);
    };
    expect((await names('/'))[0]).toBe(made.id);
    expect(await names('/?q=findABLE')).toEqual([made.id]);
    expect(await names('/?q=findable&enabled=true')).toEqual([]);
    expect(await names('/?q=findable&scheme=slack')).toEqual([made.id]);
    expect(await names('/?q=findable&scheme=github')).toEqual([]);
  });

  it('changes what is given, and the new name is where it is called', async () => {
    const made = await make({ scheme: 'standard-webhooks' });
    const body = { name: 'renamed.1', category: 'other', own_application_id: 'app' };
    const answer = await callRoute(PATCH, about(made.id, { method: 'PATCH', body }));
    expect(answer.body).toMatchObject({
      ...body,
      path: '/api/v1/webhooks/renamed.1',
      scheme: 'standard-webhooks',
    });
    await expect.poll(async () => (await send(made, 1)).status).toBe(404);
    await expect
      .poll(async () => (await send({ ...made, path: '/api/v1/webhooks/renamed.1' }, 1)).status)
      .toBe(202);
  });
});

describe('a rotation', () => {
  it('leaves the old secret good for the overlap, tells whose calls come with it, and ends it', async () => {
    const made = await make({ scheme: 'standard-webhooks' });
    expect((await send(made, 1)).status).toBe(202);
    await flushSourceUses();
    const rotated = await callRoute(rotate, about(made.id, { body: { overlap: '1h' } }));
    expect(rotated.status).toBe(201);
    const newSecret = String(rotated.body.secret);
    expect(newSecret).not.toBe(made.secret);
    await expect.poll(async () => (await send(made, 2, newSecret)).status).toBe(202);
    expect((await send(made, 3)).status).toBe(202);
    await flushSourceUses();
    const during = await read(made.id);
    expect(during.secrets).toHaveLength(2);
    expect(during.old_secret_share).toBeGreaterThan(0);
    expect((await callRoute(rotate, about(made.id, { body: { overlap: 'now' } }))).status).toBe(409);
    const ended = await callRoute(moveEnd, about(made.id, { method: 'PATCH', body: { overlap: 'now' } }));
    expect(ended.status).toBe(200);
    await expect.poll(async () => (await send(made, 4)).status).toBe(401);
    expect((await send(made, 5, newSecret)).status).toBe(202);
    expect(
      (await callRoute(moveEnd, about(made.id, { method: 'PATCH', body: { overlap: '1h' } }))).status,
    ).toBe(409);
  });

  it('is over by itself when its time is', async () => {
    const made = await make({ scheme: 'github' });
    expect((await callRoute(rotate, about(made.id, { body: { overlap: '1h' } }))).status).toBe(201);
    expect((await send(made, 1)).status).toBe(202);
    travel(3_601);
    expect((await send(made, 2)).status).toBe(401);
  });

  it('gives a first secret to a source that had none, and takes the one that the sender made', async () => {
    const made = await make({ scheme: 'shopify', secret: null });
    const body = { overlap: 'now', secret: 'shpss_given-by-the-sender' };
    const answer = await callRoute(rotate, about(made.id, { body }));
    expect([answer.status, answer.body.secret]).toEqual([201, body.secret]);
    await expect.poll(async () => (await send(made, 1, body.secret)).status).toBe(200);
  });

  it('is refused where nothing is verified, and for a secret in another form', async () => {
    const open = await make({ scheme: 'unverified' });
    expect((await callRoute(rotate, about(open.id, { body: { overlap: 'now' } }))).status).toBe(409);
    const made = await make({ scheme: 'standard-webhooks' });
    const answer = await callRoute(rotate, about(made.id, { body: { overlap: 'now', secret: 'whsec_x' } }));
    expect([answer.status, answer.body.errors]).toMatchObject([422, [{ path: 'secret' }]]);
  });
});

const STANDARD = SOURCE_SCHEMES.map((scheme) => ({ scheme, ...settingsFor(scheme) }));
const OWN_WAYS = [
  { header: 'X-Sign', encoding: 'base64', hash: 'sha512', prefix: 'a$b"c=', id_header: 'X-Id' },
  {
    header: 'X-Sign',
    timestamp_header: 'X-Time',
    id_header: 'X-Id',
    signed_content: "v'2:{timestamp}:{id}:{body}",
  },
  { header: 'X-Sign', timestamp_header: 'X-Time' },
].map((settings) => ({ scheme: 'generic', settings }));

describe('the snippet for a shell', () => {
  it.each([...STANDARD, ...OWN_WAYS])('of %j is taken as pasted', async (given) => {
    const made = await make(given);
    const secret = made.secret ?? '';
    const code = curlSnippet({ baseUrl: server.origin, source: made, secret });
    expect(await runSnippet('curl', code)).toMatch(/^HTTP\/1.1 20[02] /);
    const { rowCount } = await pool().query('SELECT 1 FROM events WHERE source_id = $1', [made.id]);
    expect(rowCount).toBe(1);
    if (made.secret === undefined) return;
    const forged = curlSnippet({
      baseUrl: server.origin,
      source: made,
      secret: `${secret.slice(0, -4)}AAA=`,
    });
    expect(await runSnippet('curl', forged)).toMatch(/^HTTP\/1.1 401 /);
  });
});

describe('an event of a source', () => {
  it('names it, and is found, left out and counted by it', async () => {
    const [a, b] = [await make({ scheme: 'standard-webhooks' }), await make({ scheme: 'standard-webhooks' })];
    for (const source of [a, b]) expect((await send(source, 1)).status).toBe(202);
    const listed = async (query: string): Promise<unknown> =>
      (await callRoute(listEvents, { token: admin.token, path: `/?${query}` })).body.items;
    expect(await listed(`source=${a.id}`)).toMatchObject([
      { source_id: a.id, source_name: a.name, client_id: null, client_name: null, category: a.name },
    ]);
    expect(await listed(`category=${a.name}&not.source=${a.id}`)).toEqual([]);
    expect(await listed(`category=${a.name}&source=none`)).toEqual([]);
    const stats = await callRoute(readStats, { token: admin.token, path: `/?category=${b.name}` });
    expect(stats.body.facets).toMatchObject({
      source: { values: [{ value: b.id, label: b.name, count: 1 }] },
    });
  });
});

describe('a sample', () => {
  it.each(SOURCE_SCHEMES)(
    'of the scheme %s is signed, sent where senders send, and becomes an event',
    async (scheme) => {
      const made = await make({ scheme, ...settingsFor(scheme) });
      const answer = await callRoute(sample, about(made.id, { method: 'POST' }));
      expect(answer.status).toBe(200);
      const result = answer.body as unknown as SampleResult;
      expect([200, 202]).toContain(result.status);
      expect(result.request.path).toBe(made.path);
      if (made.secret !== undefined) expect(JSON.stringify(result)).not.toContain(made.secret);
      const [id] = result.event_ids;
      expect(id).toBeDefined();
      const event = await callRoute(readEvent, about(id as string));
      expect(event.body).toMatchObject({ category: made.category });
      const { rows } = await pool().query(
        "SELECT 1 FROM audit_entries WHERE action = 'sources.send_sample' AND subject_id = $1",
        [made.id],
      );
      expect(rows).toHaveLength(1);
    },
  );

  it('tells the answer of a source that refuses it', async () => {
    const made = await make({ scheme: 'github', enabled: false });
    const answer = await callRoute(sample, about(made.id, { method: 'POST' }));
    expect(answer.body).toMatchObject({ status: 401, event_ids: [] });
  });
});
