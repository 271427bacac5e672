import { beforeAll, describe, expect, it } from 'vitest';
import { GET as audit } from '#app/api/v1/audit/route.ts';
import { DELETE, PATCH, GET as READ } from '#app/api/v1/event_views/[id]/route.ts';
import { GET, POST } from '#app/api/v1/event_views/route.ts';
import { MAX_VIEWS } from '#lib/event-views/schema.ts';
import { prisma } from '#lib/platform/db.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { type Answer, callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makePerson, type Person } from '#tests/support/people.ts';

useTestDatabase();
const QUERY = { verdict: 'block', range: '24h', 'data.order.total': '12', columns: 'time,data.order.total' };

let admin: Person;
let ana: Person;
let vera: Person;
let nobody: Person;
beforeAll(async () => {
  admin = await makePerson('ada', ['administrator']);
  ana = await makePerson('ana', ['analyst']);
  vera = await makePerson('vera', ['viewer']);
  nobody = await makePerson('nora', []);
});

const create = (as: Person, body: unknown): Promise<Answer> => callRoute(POST, { token: as.token, body });
const keep = async (as: Person, body: object): Promise<string> => {
  const made = await create(as, { query: QUERY, ...body });
  expect(made.status).toBe(201);
  return String(made.body.id);
};
const read = (as: Person, id: string): Promise<Answer> =>
  callRoute(READ, { token: as.token, params: { id } });
const change = (as: Person, id: string, body: unknown): Promise<Answer> =>
  callRoute(PATCH, { token: as.token, method: 'PATCH', params: { id }, body });
const remove = (as: Person, id: string): Promise<Answer> =>
  callRoute(DELETE, { token: as.token, method: 'DELETE', params: { id } });
const names = async (as: Person, query = ''): Promise<string[]> => {
  const answer = await callRoute(GET, { token: as.token, path: `/${query}` });
  expect(answer.status).toBe(200);
  return (answer.body.items as { name: string }[]).map(({ name }) => name);
};
const trailOf = async (id: string): Promise<Record<string, unknown>[]> => {
  const { body } = await callRoute(audit, { token: admin.token, path: `/?subject_id=${id}` });
  return body.items as Record<string, unknown>[];
};

describe('201', () => {
  it('keeps a view for whoever reads events, and leaves no audit row for what is personal', async () => {
    const made = await create(vera, { name: ' Blocked ', query: QUERY });
    expect(made.status).toBe(201);
    expect(made.body).toEqual({
      id: expect.any(String),
      name: 'Blocked',
      shared: false,
      mine: true,
      owner_name: 'vera',
      query: QUERY,
      ignored: [],
      created_at: expect.any(String),
      updated_at: expect.any(String),
    });
    expect(await trailOf(String(made.body.id))).toEqual([]);
  });

  it('shares a view with everybody, and says so in the audit log', async () => {
    const id = await keep(ana, { name: 'For all', shared: true });
    expect((await read(vera, id)).body).toMatchObject({ name: 'For all', mine: false, owner_name: 'ana' });
    expect(await trailOf(id)).toMatchObject([
      { action: 'event_views.create', actor: { name: ana.email }, after: { name: 'For all', query: QUERY } },
    ]);
  });
});

describe('200', () => {
  it('lists the own ones and those that others share, by name, page by page', async () => {
    const other = await makePerson('olga', ['analyst']);
    const reader = await makePerson('rolf', ['viewer']);
    await keep(other, { name: 'Hers', shared: false });
    await keep(other, { name: 'Theirs', shared: true });
    await keep(reader, { name: 'Own b' });
    await keep(reader, { name: 'Own a' });
    expect(await names(reader, '?mine=true')).toEqual(['Own a', 'Own b']);
    expect(await names(reader, '?mine=false')).toEqual(expect.arrayContaining(['Theirs']));
    const all = await names(reader);
    expect(all).not.toContain('Hers');
    expect(all).toEqual(all.toSorted());
    const first = await callRoute(GET, { token: reader.token, path: '/?limit=1&mine=true' });
    const second = await names(reader, `?limit=1&mine=true&cursor=${first.body.next}`);
    expect(second).toEqual(['Own b']);
  });

  it('changes what is named and leaves the rest', async () => {
    const id = await keep(vera, { name: 'Before' });
    const changed = await change(vera, id, { name: 'After' });
    expect(changed.body).toMatchObject({ name: 'After', query: QUERY });
    const narrowed = await change(vera, id, { query: { status: 'failed' } });
    expect(narrowed.body).toMatchObject({ name: 'After', query: { status: 'failed' } });
    expect(await trailOf(id)).toEqual([]);
  });

  it('leaves an audit row when a shared view changes, when one is shared, and when one is taken back', async () => {
    const id = await keep(ana, { name: 'Mine first' });
    expect((await change(ana, id, { shared: true })).status).toBe(200);
    expect((await change(admin, id, { name: 'Better name' })).body).toMatchObject({ owner_name: 'ana' });
    expect((await change(ana, id, { shared: false })).status).toBe(200);
    expect((await change(ana, id, { name: 'Mine again' })).status).toBe(200);
    expect(await trailOf(id)).toMatchObject([
      { action: 'event_views.update', before: { shared: true }, after: { shared: false } },
      { before: { name: 'Mine first' }, after: { name: 'Better name' }, actor: { name: admin.email } },
      { before: { shared: false }, after: { shared: true } },
    ]);
    expect((await read(vera, id)).status).toBe(404);
  });

  it('leaves out what was a filter once, and names it', async () => {
    const id = uuidv7();
    const query = { verdict: 'maybe', weather: 'rain', status: 'failed', columns: 'time,mood' };
    await prisma().eventView.create({ data: { id, ownerId: vera.id, name: 'Old', query } });
    const { status, body } = await read(vera, id);
    expect(status).toBe(200);
    expect(body.query).toEqual({ status: 'failed' });
    const ignored = (body.ignored as { member: string }[]).map(({ member }) => member);
    expect(ignored.toSorted()).toEqual(['columns', 'verdict', 'weather']);
  });
});

describe('204', () => {
  it('deletes an own view without a trace, a shared one with an audit row', async () => {
    const [own, shared] = [
      await keep(ana, { name: 'Own' }),
      await keep(ana, { name: 'Shared', shared: true }),
    ];
    expect((await remove(ana, own)).status).toBe(204);
    expect((await remove(ana, shared)).status).toBe(204);
    expect((await read(ana, own)).status).toBe(404);
    expect(await trailOf(own)).toEqual([]);
    expect(await trailOf(shared)).toMatchObject([
      { action: 'event_views.delete', before: { name: 'Shared' } },
      { action: 'event_views.create' },
    ]);
  });
});

describe('403', () => {
  it('refuses to share without the permission of its own', async () => {
    const refused = await create(vera, { name: 'Spread', query: QUERY, shared: true });
    expect(refused.status).toBe(403);
    expect(refused.body).toMatchObject({ permission: 'event_views:share' });
    const id = await keep(vera, { name: 'Quiet' });
    expect((await change(vera, id, { shared: true })).status).toBe(403);
    expect((await read(vera, id)).body).toMatchObject({ shared: false });
  });

  it('lets whoever sees a shared view not change or delete it without the permission', async () => {
    const id = await keep(ana, { name: 'Hands off', shared: true });
    expect((await change(vera, id, { name: 'Mine now' })).status).toBe(403);
    expect((await remove(vera, id)).status).toBe(403);
    expect((await read(vera, id)).body).toMatchObject({ name: 'Hands off' });
    expect(await trailOf(id)).toHaveLength(1);
  });

  it('refuses whoever may not read events', async () => {
    expect((await callRoute(GET, { token: nobody.token })).status).toBe(403);
    expect((await create(nobody, { name: 'x', query: {} })).status).toBe(403);
  });
});

describe('404', () => {
  it('knows no personal view of somebody else, whoever asks', async () => {
    const id = await keep(vera, { name: 'Private' });
    for (const as of [ana, admin]) {
      expect((await read(as, id)).status).toBe(404);
      expect((await change(as, id, { name: 'x' })).status).toBe(404);
      expect((await remove(as, id)).status).toBe(404);
    }
    expect((await read(vera, id)).status).toBe(200);
  });
});

describe('409', () => {
  it('refuses a name that the owner uses already, and takes it from somebody else', async () => {
    const id = await keep(vera, { name: 'Twice' });
    const again = await create(vera, { name: 'Twice', query: {} });
    expect(again.status).toBe(409);
    expect(again.body.errors).toEqual([{ path: 'name', message: 'is taken' }]);
    await keep(vera, { name: 'Other' });
    expect((await change(vera, id, { name: 'Other' })).status).toBe(409);
    await keep(ana, { name: 'Twice' });
  });

  it('keeps so many views of one person and no more', async () => {
    const hoarder = await makePerson('hoarder', ['viewer']);
    await prisma().eventView.createMany({
      data: Array.from({ length: MAX_VIEWS }, (_, i) => ({
        id: uuidv7(),
        ownerId: hoarder.id,
        name: `v${i}`,
        query: {},
      })),
    });
    const refused = await create(hoarder, { name: 'One more', query: {} });
    expect(refused.status).toBe(409);
    expect(refused.body.detail).toContain(String(MAX_VIEWS));
  });
});

describe('422', () => {
  it.each<[object, string]>([
    [{ query: {} }, 'name'],
    [{ name: 'x' }, 'query'],
    [{ name: 'x', query: { verdict: 'maybe' } }, 'query.verdict'],
    [{ name: 'x', query: { weather: 'rain' } }, 'query.weather'],
    [{ name: 'x', query: { cursor: 'abc' } }, 'query.cursor'],
    [{ name: 'x', query: { from: 'yesterday' } }, 'query.from'],
    [{ name: 'x', query: { range: '24h', from: '2026-11-21T00:00:00Z' } }, 'query.range'],
    [{ name: 'x', query: { columns: 'time,mood' } }, 'query.columns'],
    [{ name: 'x', query: { columns: 'time,time' } }, 'query.columns'],
    [{ name: 'x', query: { sort: 'mood.asc' } }, 'query.sort'],
    [{ name: 'x', query: { q: 7 } }, 'query.q'],
    [{ name: 'x', query: { q: 'x'.repeat(201) } }, 'query.q'],
    [
      { name: 'x', query: Object.fromEntries(Array.from({ length: 61 }, (_, i) => [`data.k${i}`, 'v'])) },
      'query',
    ],
    [{ name: 'x', query: {}, owner: 'me' }, 'owner'],
  ])('names the path of the fault in %j', async (body, path) => {
    const answer = await create(vera, body);
    expect(answer.status).toBe(422);
    expect((answer.body.errors as { path: string }[])[0]?.path).toBe(path);
  });
});
