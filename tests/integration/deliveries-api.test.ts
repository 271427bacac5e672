import { beforeAll, describe, expect, it } from 'vitest';
import { GET as getDelivery } from '#app/api/v1/deliveries/[id]/route.ts';
import { GET as list } from '#app/api/v1/deliveries/route.ts';
import { GET as shelf } from '#app/api/v1/deliveries/shelf/route.ts';
import { GET as stats } from '#app/api/v1/deliveries/stats/route.ts';
import { GET as getEvent } from '#app/api/v1/events/[id]/route.ts';
import { systemContext } from '#lib/auth/context.ts';
import { DestinationChange } from '#lib/dispatch/schema.ts';
import { updateDestination } from '#lib/dispatch/update-destination.ts';
import { pool } from '#lib/platform/db.ts';
import { type Answer, callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makeClient } from '#tests/support/make-client.ts';
import { storeDestination } from '#tests/support/peer-dispatch.ts';
import { makePerson, type Person } from '#tests/support/people.ts';
import { storeDispatched } from '#tests/support/redo.ts';

useTestDatabase();

const ALL = ['pending', 'delivering', 'delivered', 'dead', 'withheld', 'discarded'] as const;

let viewer: Person;
let nobody: Person;
let reviewer: Person;
let first: string;
let second: string;
let ids: string[];
let eventIds: string[];
let others: string[];
beforeAll(async () => {
  viewer = await makePerson('vera', ['viewer']);
  nobody = await makePerson('nora', []);
  reviewer = await makePerson('rita', ['reviewer']);
  first = (await storeDestination({ name: 'First', kind: 'log' })).id;
  second = (await storeDestination({ name: 'Second', kind: 'log' })).id;
  ({ ids, eventIds } = await storeDispatched(first, ALL));
  ({ ids: others } = await storeDispatched(second, ['delivered', 'dead', 'dead']));
});

const ask = (query: string, token = viewer.token): Promise<Answer> =>
  callRoute(list, { token, path: `/api/v1/deliveries?${query}` });
const idsIn = ({ body }: Answer): string[] => (body.items as { id: string }[]).map(({ id }) => id);
const found = async (query: string): Promise<string[]> => {
  const answer = await ask(query);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return idsIn(answer);
};
const attempt = (id: string, number: number, outcome: string, code: number | null): Promise<unknown> =>
  pool().query(
    `INSERT INTO delivery_attempts (delivery_id, number, started_at, duration_ms, outcome, status_code, error, response)
      VALUES ($1, $2, now(), 12, $3, $4, $5, 'ok')`,
    [id, number, outcome, code, outcome === 'delivered' ? null : 'went wrong'],
  );

describe('200', () => {
  it('lists the latest first, in pages both ways, each delivery once', async () => {
    const all = [...ids, ...others].toReversed();
    expect(await found('')).toEqual(all);
    const pages: string[][] = [];
    let cursor = '';
    let back = '';
    do {
      const { body } = await ask(`limit=4${cursor}`);
      pages.push((body.items as { id: string }[]).map(({ id }) => id));
      cursor = body.next === null ? '' : `&cursor=${body.next}`;
      back = String(body.prev);
    } while (cursor !== '');
    expect(pages.map(({ length }) => length)).toEqual([4, 4, 1]);
    expect(pages.flat()).toEqual(all);
    expect(await found(`limit=4&cursor=${back}`)).toEqual(pages[1]);
  });

  it.each(ALL)('filters by the status %s', async (status) => {
    const expected = [
      ids[ALL.indexOf(status)],
      ...(status === 'dead' ? others.slice(1) : status === 'delivered' ? others.slice(0, 1) : []),
    ];
    expect((await found(`status=${status}`)).toSorted()).toEqual(expected.toSorted());
  });

  it('filters by destination, event, time, reason, and by the beginning of either id', async () => {
    expect((await found(`destination=${second}`)).toSorted()).toEqual(others);
    expect(await found(`event=${eventIds[2]}`)).toEqual([ids[2]]);
    expect(await found(`q=${ids[1]}`)).toEqual([ids[1]]);
    expect(await found(`q=${eventIds[1]?.toUpperCase()}`)).toEqual([ids[1]]);
    expect((await found(`q=${ids[0]?.slice(0, 6)}`)).length).toBe(9);
    expect(await found('q=ffffffff')).toEqual([]);
    expect(await found(`to=${new Date(Date.now() - 86_400_000).toISOString()}`)).toEqual([]);
    expect((await found(`from=${new Date(Date.now() - 86_400_000).toISOString()}`)).length).toBe(9);
    expect(
      (await found(`reason=${encodeURIComponent('Answered 503.')}&status=dead&destination=${second}`)).length,
    ).toBe(2);
  });

  it('filters by category and client of the event', async () => {
    const client = await makeClient();
    await pool().query(`UPDATE events SET client_id = $1, category = 'bills' WHERE id = $2`, [
      client.id,
      eventIds[0],
    ]);
    expect(await found(`client=${client.id}`)).toEqual([ids[0]]);
    expect(await found('category=bills')).toEqual([ids[0]]);
    expect((await found('category=shop')).length).toBe(8);
    const [item] = (await ask('category=bills')).body.items as { event: object }[];
    expect(item?.event).toMatchObject({ name: 'order paid', category: 'bills', client_id: client.id });
  });

  it('filters by how the last attempt ended, and not by an earlier one', async () => {
    const [pending, , delivered, dead] = ids as [string, string, string, string];
    await attempt(pending, 1, 'timed_out', null);
    await attempt(delivered, 1, 'refused', 503);
    await attempt(delivered, 2, 'delivered', 200);
    await attempt(dead, 1, 'refused', 410);
    expect(await found('outcome=refused')).toEqual([dead]);
    expect(await found('outcome=timed_out')).toEqual([pending]);
    expect(await found('status_code=200')).toEqual([delivered]);
    expect(await found('status_code=503')).toEqual([]);
    expect(await found('status_code=410&outcome=refused')).toEqual([dead]);
    const [one] = (await ask(`q=${delivered}`)).body.items as { last_attempt: object }[];
    expect(one?.last_attempt).toMatchObject({ number: 2, outcome: 'delivered', status_code: 200 });
  });

  it('tells one with its attempts', async () => {
    const answer = await callRoute(getDelivery, { token: viewer.token, params: { id: String(ids[2]) } });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        id: ids[2],
        event_id: eventIds[2],
        destination: 'First',
        cause: 'event',
        origin_id: null,
        related: [],
      },
    });
    expect(answer.body.attempts).toMatchObject([
      { number: 1, outcome: 'refused', status_code: 503, error: 'went wrong', response: 'ok' },
      { number: 2, outcome: 'delivered', status_code: 200, error: null },
    ]);
  });

  it('shows what was sent, unless a later scan caught something in it and the reader may not see that', async () => {
    const { ids: sent, eventIds: of } = await storeDispatched(first, ['delivered']);
    const request = { method: 'POST', url: 'https://x.example', headers: { a: 'b' }, body: 'card' };
    await pool().query(
      `INSERT INTO delivery_attempts (delivery_id, number, started_at, duration_ms, outcome, status_code, response, request)
        VALUES ($1, 1, now(), 5, 'delivered', 200, 'got card', $2)`,
      [sent[0], JSON.stringify(request)],
    );
    const read = async (token: string): Promise<unknown> =>
      (
        (await callRoute(getDelivery, { token, params: { id: String(sent[0]) } })).body.attempts as object[]
      )[0];
    const readEvent = async (token: string): Promise<unknown> => {
      const path = `/api/v1/events/${of[0]}?include=deliveries`;
      const { body } = await callRoute(getEvent, { path, token, params: { id: String(of[0]) } });
      return (body.deliveries as { attempts: object[] }[])[0]?.attempts[0];
    };
    expect(await read(viewer.token)).toMatchObject({ request, response: 'got card', withheld: null });
    expect(await readEvent(viewer.token)).toMatchObject({ request, response: 'got card' });
    await pool().query(
      `UPDATE events SET verdict = 'redact', masked_data = '{}', processed_at = now() + interval '1 minute' WHERE id = $1`,
      [of[0]],
    );
    const later = {
      request: { ...request, body: null },
      response: null,
      withheld: expect.stringContaining('findings:reveal'),
    };
    expect(await read(viewer.token)).toMatchObject(later);
    expect(await read(reviewer.token)).toMatchObject({ request, response: 'got card', withheld: null });
    expect(await readEvent(viewer.token)).toMatchObject({ request: later.request, response: null });
    expect(await readEvent(reviewer.token)).toMatchObject({ request, response: 'got card' });
    await pool().query('DELETE FROM deliveries WHERE id = $1', [sent[0]]);
  });

  it('counts each status as if it were not filtered by', async () => {
    const of = async (query: string): Promise<Record<string, number>> => {
      const { body } = await callRoute(stats, {
        token: viewer.token,
        path: `/api/v1/deliveries/stats?${query}`,
      });
      return Object.fromEntries(
        (body.statuses as { status: string; count: number }[]).map(({ status, count }) => [status, count]),
      );
    };
    expect(await of('')).toEqual({
      pending: 1,
      delivering: 1,
      delivered: 2,
      dead: 3,
      withheld: 1,
      discarded: 1,
    });
    expect(await of(`destination=${second}&status=delivered`)).toEqual({
      ...{ pending: 0, delivering: 0, delivered: 1, dead: 2, withheld: 0, discarded: 0 },
    });
  });

  it('puts the dead on a shelf, by destination and reason, with the oldest', async () => {
    await pool().query(`UPDATE deliveries SET created_at = '2026-01-02T03:04:05Z' WHERE id = $1`, [
      others[1],
    ]);
    const { body } = await callRoute(shelf, { token: viewer.token });
    expect(body).toMatchObject({ total: 3, capped: false });
    expect(body.groups).toMatchObject([
      {
        destination: 'Second',
        reason: 'Answered 503.',
        count: 2,
        oldest_at: '2026-01-02T03:04:05.000Z',
        destination_enabled: true,
      },
      { destination: 'First', reason: 'Answered 503.', count: 1 },
    ]);
    await updateDestination(systemContext('tests'), second, DestinationChange.parse({ enabled: false }));
    const again = await callRoute(shelf, { token: viewer.token });
    expect(again.body.groups).toMatchObject([{ destination_enabled: false }, { destination_enabled: true }]);
  });
});

describe('400', () => {
  it.each(['status=lost', 'destination=x', 'status_code=1', 'q=zebra', 'colour=red', 'from=soon'])(
    'refuses %s with the path of the fault',
    async (query) => {
      const answer = await ask(query);
      expect(answer.status).toBe(400);
      expect((answer.body.errors as { path: string }[])[0]?.path).toBe(query.split('=')[0]);
    },
  );
});

describe('401 and 403', () => {
  it('strangers and people without deliveries:read see nothing', async () => {
    expect((await callRoute(list, {})).status).toBe(401);
    for (const answer of [
      await ask('', nobody.token),
      await callRoute(getDelivery, { token: nobody.token, params: { id: String(ids[0]) } }),
      await callRoute(shelf, { token: nobody.token }),
      await callRoute(stats, { token: nobody.token }),
    ])
      expect(answer).toMatchObject({ status: 403, body: { permission: 'deliveries:read' } });
  });
});

describe('404', () => {
  it('is said of a delivery that there is none of', async () => {
    const id = '01890000-0000-7000-8000-000000000000';
    expect((await callRoute(getDelivery, { token: viewer.token, params: { id } })).status).toBe(404);
  });
});

describe('503', () => {
  it('says that the range has to be narrowed when reading takes too long, and the counts say so beside the list', async () => {
    const blocker = await pool().connect();
    try {
      await blocker.query('BEGIN; LOCK TABLE deliveries IN ACCESS EXCLUSIVE MODE');
      const [listed, counted] = await Promise.all([ask(''), callRoute(stats, { token: viewer.token })]);
      expect(listed).toMatchObject({ status: 503, body: { reason: 'too_slow' } });
      expect(counted).toMatchObject({
        status: 200,
        body: { statuses: null, note: expect.stringContaining('narrow') },
      });
    } finally {
      await blocker.query('ROLLBACK');
      blocker.release();
    }
  });
});
