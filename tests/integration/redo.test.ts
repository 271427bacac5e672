import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { POST as discard } from '#app/api/v1/deliveries/[id]/discard/route.ts';
import { POST as resend } from '#app/api/v1/deliveries/[id]/resend/route.ts';
import { POST as retry } from '#app/api/v1/deliveries/[id]/retry/route.ts';
import { GET as getDelivery } from '#app/api/v1/deliveries/[id]/route.ts';
import { GET as readOverview } from '#app/api/v1/overview/route.ts';
import { systemContext } from '#lib/auth/context.ts';
import { deleteDestination } from '#lib/dispatch/delete-destination.ts';
import { type DeliveryLoop, startDeliveryLoop } from '#lib/dispatch/delivering/start-delivery-loop.ts';
import { DestinationChange } from '#lib/dispatch/schema.ts';
import { updateDestination } from '#lib/dispatch/update-destination.ts';
import { pool, prisma } from '#lib/platform/db.ts';
import { type Answer, callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { readAttempts, storeDestination, until } from '#tests/support/peer-dispatch.ts';
import { startHttpPeer } from '#tests/support/peer-http.ts';
import { makePerson, type Person } from '#tests/support/people.ts';
import { deliveriesOfEvents, imbalance, storeDispatched } from '#tests/support/redo.ts';

process.env.OUTBOUND_ALLOW = '127.0.0.0/8';
useTestDatabase();

let admin: Person;
let analyst: Person;
let destination: string;
beforeAll(async () => {
  admin = await makePerson('ada', ['administrator']);
  analyst = await makePerson('anna', ['analyst']);
});
beforeEach(async () => {
  destination = (await storeDestination({ kind: 'log' })).id;
});
const loops: DeliveryLoop[] = [];
afterEach(async () => {
  await Promise.all(loops.splice(0).map((loop) => loop.stop()));
  expect(await imbalance()).toEqual([]);
});

const VERBS = { retry, resend, discard };
type Verb = keyof typeof VERBS;
type Options = { token?: string; key?: string };
const call = (
  verb: Verb,
  id: string | undefined,
  { token = admin.token, key }: Options = {},
): Promise<Answer> =>
  callRoute(VERBS[verb], {
    ...{ token, params: { id: String(id) }, method: 'POST' },
    ...(verb === 'discard' ? { body: { reason: 'no longer wanted' } } : {}),
    ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
  });
const trail = (subjectId: string | undefined) =>
  prisma().auditEntry.findMany({ where: { subjectId: String(subjectId) }, orderBy: { id: 'asc' } });
const startLoop = (): void => void loops.push(startDeliveryLoop());

describe('retry', () => {
  it('200: makes a waiting delivery due now, and leaves an audit row', async () => {
    const { ids, eventIds } = await storeDispatched(destination, ['pending']);
    const answer = await call('retry', ids[0]);
    expect(answer).toMatchObject({ status: 200, body: { id: ids[0], status: 'pending', attempt_count: 0 } });
    expect(Date.parse(String(answer.body.next_attempt_at))).toBeLessThanOrEqual(Date.now() + 1_000);
    expect(await deliveriesOfEvents(eventIds)).toMatchObject([{ manual_retries: 0 }]);
    expect(await trail(ids[0])).toMatchObject([
      {
        action: 'deliveries.retry',
        actorName: admin.email,
        subjectType: 'delivery',
        before: { status: 'pending' },
      },
    ]);
  });

  it.each(['dead', 'discarded'] as const)(
    '200: gives one that is %s a further attempt under its own id',
    async (status) => {
      await using peer = await startHttpPeer();
      const target = await storeDestination({
        kind: 'http',
        config: { url: peer.origin },
        retry_plan_ms: [100],
      });
      const { ids, eventIds } = await storeDispatched(target.id, [status]);
      await pool().query(`UPDATE deliveries SET attempt_count = 40 WHERE id = $1`, [ids[0]]);
      expect((await call('retry', ids[0])).status).toBe(200);
      // However often people ask, an attempt follows: losses of before are not counted against it.
      await pool().query(`UPDATE deliveries SET manual_retries = 39 WHERE id = $1`, [ids[0]]);
      startLoop();
      await until(async () =>
        expect(await deliveriesOfEvents(eventIds)).toMatchObject([
          { status: 'delivered', attempt_count: 41 },
        ]),
      );
      expect(peer.calls.map(({ headers }) => headers['webhook-id'])).toEqual([ids[0]]);
    },
  );

  it('a delivery that used up its plan gets one attempt, and is dead again with the reason', async () => {
    await using peer = await startHttpPeer((_call, response) => response.writeHead(503).end());
    const target = await storeDestination({
      kind: 'http',
      config: { url: peer.origin },
      retry_plan_ms: [100],
    });
    const { ids } = await storeDispatched(target.id, ['dead']);
    await pool().query('UPDATE deliveries SET attempt_count = 2 WHERE id = $1', [ids[0]]);
    await call('retry', ids[0]);
    startLoop();
    await until(async () =>
      expect(await readAttempts(target.id)).toMatchObject([{ number: 3, outcome: 'refused' }]),
    );
    const { body } = await callRoute(getDelivery, { token: admin.token, params: { id: String(ids[0]) } });
    expect(body).toMatchObject({ status: 'dead', reason: 'Answered 503.' });
    expect(peer.calls).toHaveLength(1);
  });

  it('409: one that is delivered is refused, and told of resend', async () => {
    const { ids } = await storeDispatched(destination, ['delivered']);
    const answer = await call('retry', ids[0]);
    expect(answer).toMatchObject({
      status: 409,
      body: { reason: 'delivered', detail: expect.stringContaining('Resend') },
    });
    expect(await trail(ids[0])).toEqual([]);
  });

  it('409: one that is withheld stays withheld', async () => {
    const { ids, eventIds } = await storeDispatched(destination, ['withheld'], { verdict: 'block' });
    expect(await call('retry', ids[0])).toMatchObject({ status: 409, body: { reason: 'withheld' } });
    expect(await deliveriesOfEvents(eventIds)).toMatchObject([{ status: 'withheld' }]);
  });

  it('409: a dead one of an event that is blocked now is refused', async () => {
    const { ids } = await storeDispatched(destination, ['dead'], { verdict: 'block' });
    expect(await call('retry', ids[0])).toMatchObject({ status: 409, body: { reason: 'blocked' } });
  });

  it('409: says when the destination is disabled or deleted, and when the event is gone', async () => {
    const { ids } = await storeDispatched(destination, ['dead']);
    await updateDestination(systemContext('tests'), destination, DestinationChange.parse({ enabled: false }));
    expect(await call('retry', ids[0])).toMatchObject({
      status: 409,
      body: { reason: 'destination_disabled' },
    });
    await deleteDestination(systemContext('tests'), destination);
    expect(await call('retry', ids[0])).toMatchObject({
      status: 409,
      body: { reason: 'destination_deleted' },
    });
    const other = await storeDispatched((await storeDestination({ kind: 'log' })).id, ['dead']);
    await pool().query('DELETE FROM events WHERE id = ANY($1)', [other.eventIds]);
    expect(await call('retry', other.ids[0])).toMatchObject({ status: 409, body: { reason: 'event_gone' } });
    await pool().query('DELETE FROM deliveries WHERE id = ANY($1)', [other.ids]);
  });

  it('409: while a worker is sending it, it is said so, and no second call leaves', async () => {
    let finish = (): void => undefined;
    await using peer = await startHttpPeer((_call, response) => {
      finish = () => void response.end('ok');
    });
    const target = await storeDestination({ kind: 'http', config: { url: peer.origin } });
    const { ids, eventIds } = await storeDispatched(target.id, ['pending']);
    await call('retry', ids[0]);
    startLoop();
    await until(() => expect(peer.calls).toHaveLength(1));
    expect(await call('retry', ids[0])).toMatchObject({ status: 409, body: { reason: 'under_way' } });
    finish();
    await until(async () =>
      expect(await deliveriesOfEvents(eventIds)).toMatchObject([{ status: 'delivered', attempt_count: 1 }]),
    );
    expect(peer.calls).toHaveLength(1);
  });

  it('two at once make one further attempt', async () => {
    await using peer = await startHttpPeer();
    const target = await storeDestination({ kind: 'http', config: { url: peer.origin } });
    const { ids, eventIds } = await storeDispatched(target.id, ['dead']);
    const answers = await Promise.all(Array.from({ length: 8 }, () => call('retry', ids[0])));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(await deliveriesOfEvents(eventIds)).toMatchObject([{ manual_retries: 1 }]);
    startLoop();
    await until(async () =>
      expect(await deliveriesOfEvents(eventIds)).toMatchObject([{ status: 'delivered' }]),
    );
    expect(peer.calls).toHaveLength(1);
  });

  it('what is due when its event is blocked by a replay is withheld by the worker', async () => {
    await using peer = await startHttpPeer();
    const target = await storeDestination({ kind: 'http', config: { url: peer.origin } });
    const { eventIds } = await storeDispatched(target.id, ['pending']);
    await pool().query(`UPDATE events SET verdict = 'block', masked_data = '{}' WHERE id = $1`, [
      eventIds[0],
    ]);
    await pool().query('UPDATE deliveries SET next_attempt_at = now() WHERE event_id = $1', [eventIds[0]]);
    startLoop();
    await until(async () =>
      expect(await deliveriesOfEvents(eventIds)).toMatchObject([
        { status: 'withheld', reason: 'The scan blocked this event.' },
      ]),
    );
    expect(peer.calls).toEqual([]);
  });
});

describe('resend', () => {
  it.each(['delivered', 'dead', 'discarded'] as const)(
    '201: makes a new delivery of the same event, of one that is %s, and names the first',
    async (status) => {
      const { ids, eventIds } = await storeDispatched(destination, [status]);
      const answer = await call('resend', ids[0]);
      expect(answer).toMatchObject({
        status: 201,
        body: {
          event_id: eventIds[0],
          destination_id: destination,
          status: 'pending',
          cause: 'resend',
          origin_id: ids[0],
        },
      });
      expect(await deliveriesOfEvents(eventIds)).toMatchObject([
        { id: ids[0], status },
        { id: answer.body.id, status: 'pending' },
      ]);
      expect(await trail(ids[0])).toMatchObject([
        { action: 'deliveries.resend', after: { delivery_id: answer.body.id } },
      ]);
      const { body } = await callRoute(getDelivery, { token: admin.token, params: { id: String(ids[0]) } });
      expect(body.related).toMatchObject([{ id: answer.body.id, cause: 'resend' }]);
    },
  );

  it('a resend of a resend names the first one too', async () => {
    const { ids } = await storeDispatched(destination, ['delivered']);
    const second = String((await call('resend', ids[0])).body.id);
    await pool().query(`UPDATE deliveries SET status = 'delivered', next_attempt_at = NULL WHERE id = $1`, [
      second,
    ]);
    expect((await call('resend', second)).body).toMatchObject({ origin_id: ids[0] });
  });

  it.each(['pending', 'delivering', 'withheld'] as const)(
    '409: one that is %s is refused',
    async (status) => {
      const { ids, eventIds } = await storeDispatched(destination, [status]);
      expect((await call('resend', ids[0])).status).toBe(409);
      expect(await deliveriesOfEvents(eventIds)).toHaveLength(1);
    },
  );

  it('409: of a blocked event, whatever its delivery was', async () => {
    const { ids } = await storeDispatched(destination, ['delivered'], { verdict: 'block' });
    expect(await call('resend', ids[0])).toMatchObject({ status: 409, body: { reason: 'blocked' } });
  });

  it('eight at once make one new delivery', async () => {
    const { ids, eventIds } = await storeDispatched(destination, ['delivered']);
    const answers = await Promise.all(Array.from({ length: 8 }, () => call('resend', ids[0])));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, ...Array(7).fill(409)]);
    expect(await deliveriesOfEvents(eventIds)).toHaveLength(2);
  });

  it('eight at once with one Idempotency-Key get the same answer, also later', async () => {
    const { ids, eventIds } = await storeDispatched(destination, ['delivered']);
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => call('resend', ids[0], { key: 'click-1' })),
    );
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
    const made = answers[0]?.body.id;
    await pool().query(`UPDATE deliveries SET status = 'delivered', next_attempt_at = NULL WHERE id = $1`, [
      made,
    ]);
    expect(await call('resend', ids[0], { key: 'click-1' })).toMatchObject({
      status: 201,
      body: { id: made },
    });
    expect(await deliveriesOfEvents(eventIds)).toHaveLength(2);
    expect((await call('resend', ids[0], { key: 'click-2' })).body.id).not.toBe(made);
    expect(await trail(ids[0])).toHaveLength(2);
  });

  it('409: a key that was given to another call; 400: one that is none', async () => {
    const { ids } = await storeDispatched(destination, ['delivered', 'delivered']);
    await call('resend', ids[0], { key: 'used' });
    expect(await call('resend', ids[1], { key: 'used' })).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('Idempotency-Key') },
    });
    expect(await call('retry', ids[0], { key: 'two words' })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'Idempotency-Key' }] },
    });
  });

  it('a key of a refused call is free for the next', async () => {
    const { ids } = await storeDispatched(destination, ['pending']);
    expect((await call('resend', ids[0], { key: 'again' })).status).toBe(409);
    await pool().query(`UPDATE deliveries SET status = 'delivered', next_attempt_at = NULL WHERE id = $1`, [
      ids[0],
    ]);
    expect((await call('resend', ids[0], { key: 'again' })).status).toBe(201);
  });
});

describe('the time that deliveries take', () => {
  it('counts none that people asked for again', async () => {
    const deliveryMs = async (): Promise<unknown> =>
      (await callRoute(readOverview, { token: admin.token, path: '/?range=15m' })).body.delivery_ms;
    await pool().query('TRUNCATE events, deliveries, delivery_attempts');
    const { ids } = await storeDispatched(destination, ['delivered', 'delivered']);
    await pool().query(`UPDATE deliveries SET cause = 'resend' WHERE id = $1`, [ids[0]]);
    await pool().query('UPDATE deliveries SET manual_retries = 1 WHERE id = $1', [ids[1]]);
    expect(await deliveryMs()).toBeNull();
    await pool().query('UPDATE deliveries SET manual_retries = 0 WHERE id = $1', [ids[1]]);
    expect(await deliveryMs()).toMatchObject({ p50: expect.any(Number) });
  });
});

describe('discard', () => {
  it.each(['pending', 'dead'] as const)('200: ends one that is %s with the reason', async (status) => {
    const { ids } = await storeDispatched(destination, [status]);
    expect(await call('discard', ids[0])).toMatchObject({
      status: 200,
      body: { status: 'discarded', reason: 'no longer wanted', next_attempt_at: null },
    });
    expect(await trail(ids[0])).toMatchObject([
      { action: 'deliveries.discard', after: { reason: 'no longer wanted' } },
    ]);
  });

  it.each(['delivering', 'delivered', 'withheld', 'discarded'] as const)(
    '409: one that is %s is left as it is',
    async (status) => {
      const { ids, eventIds } = await storeDispatched(destination, [status]);
      expect((await call('discard', ids[0])).status).toBe(409);
      expect(await deliveriesOfEvents(eventIds)).toMatchObject([{ status }]);
    },
  );

  it('422: wants a reason', async () => {
    const { ids } = await storeDispatched(destination, ['dead']);
    const answer = await callRoute(discard, {
      token: admin.token,
      params: { id: String(ids[0]) },
      body: { reason: ' ' },
    });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'reason' }] } });
  });
});

describe('403 and 404', () => {
  it.each(['retry', 'resend', 'discard'] as const)(
    '%s needs deliveries:write, and a delivery',
    async (verb) => {
      const { ids } = await storeDispatched(destination, ['dead']);
      expect(await call(verb, ids[0], { token: analyst.token })).toMatchObject({
        status: 403,
        body: { permission: 'deliveries:write' },
      });
      expect((await call(verb, '01890000-0000-7000-8000-000000000000')).status).toBe(404);
    },
  );
});
