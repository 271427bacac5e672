import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { POST as cancel } from '#app/api/v1/bulk_operations/[id]/cancel/route.ts';
import { POST as pause } from '#app/api/v1/bulk_operations/[id]/pause/route.ts';
import { POST as resume } from '#app/api/v1/bulk_operations/[id]/resume/route.ts';
import { POST as start } from '#app/api/v1/bulk_operations/[id]/start/route.ts';
import { GET as list, POST as plan } from '#app/api/v1/bulk_operations/route.ts';
import { GET as listDeliveries } from '#app/api/v1/deliveries/route.ts';
import { bulkOperationsJob } from '#jobs/bulk-operations.ts';
import { forgetExpiredJob } from '#jobs/forget-expired.ts';
import { systemContext } from '#lib/auth/context.ts';
import { resumeBulkOperations } from '#lib/bulk-operations/resume-bulk-operations.ts';
import { DestinationChange } from '#lib/dispatch/schema.ts';
import { updateDestination } from '#lib/dispatch/update-destination.ts';
import { closeScanner } from '#lib/dlp/scan-documents.ts';
import { installDefaults } from '#lib/pipeline/install-defaults.ts';
import { pool, prisma } from '#lib/platform/db.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { type Answer, callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { quietLog, storeDestination } from '#tests/support/peer-dispatch.ts';
import { makePerson, type Person } from '#tests/support/people.ts';
import {
  deliveriesOfEvents,
  finished,
  imbalance,
  planned,
  readOperation,
  started,
  storeDispatched,
} from '#tests/support/redo.ts';
import { useTravel } from '#tests/support/travel.ts';

useTestDatabase();
const travel = useTravel();

let admin: Person;
let viewer: Person;
let destination: string;
beforeAll(async () => {
  await installDefaults(systemContext('tests'));
  admin = await makePerson('ada', ['administrator']);
  viewer = await makePerson('vera', ['viewer']);
});
beforeEach(async () => {
  await pool().query('TRUNCATE events, deliveries, delivery_attempts, bulk_operations');
  destination = (await storeDestination({ name: `Sink ${uuidv7()}`, kind: 'log' })).id;
});
afterEach(async () => expect(await imbalance()).toEqual([]));
afterAll(closeScanner);

const dead = (count: number) => storeDispatched(destination, Array<'dead'>(count).fill('dead'));
const work = (id: string): Promise<void> => bulkOperationsJob.run([{ id }]);
const move = (verb: typeof pause, id: string, token = admin.token): Promise<Answer> =>
  callRoute(verb, { token, params: { id }, method: 'POST' });
const statusesOf = async (eventIds: readonly string[]): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const { status } of await deliveriesOfEvents(eventIds)) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
};
const trail = async (subjectId: string): Promise<string[]> => {
  const rows = await prisma().auditEntry.findMany({ where: { subjectId }, orderBy: { id: 'asc' } });
  return rows.map(({ action }) => action);
};

describe('a plan', () => {
  it('201: counts by destination and status, shows the first, says what is left out, and does nothing', async () => {
    const { ids, eventIds } = await storeDispatched(destination, [
      'dead',
      'dead',
      'delivered',
      'withheld',
      'pending',
    ]);
    const other = await storeDestination({ name: 'Other', kind: 'log' });
    const { eventIds: others } = await storeDispatched(other.id, ['dead']);
    const operation = await planned(admin.token, { kind: 'retry', filter: {} });
    expect(operation).toMatchObject({
      ...{ kind: 'retry', target: 'deliveries', state: 'planned', filter: {}, ids: null, total: 4, done: 0 },
      ...{ rate_per_second: 20, limit: 10_000, confirmation: 'retry 4', created_by: { name: admin.email } },
    });
    expect(operation.plan).toMatchObject({
      ...{ total: 4, capped: false, warnings: [] },
      by_destination: [
        { destination_id: destination, count: 3 },
        { destination: 'Other', count: 1 },
      ],
      by_status: [
        { status: 'dead', count: 3 },
        { status: 'pending', count: 1 },
      ],
      left_out: expect.arrayContaining([
        { status: 'delivered', count: 1 },
        { status: 'withheld', count: 1 },
      ]),
    });
    expect(operation.plan.sample[0]).toMatchObject({
      id: ids[0],
      event_id: eventIds[0],
      name: 'order paid',
      status: 'dead',
    });
    expect(await statusesOf([...eventIds, ...others])).toEqual({
      dead: 3,
      delivered: 1,
      withheld: 1,
      pending: 1,
    });
    expect(await trail(operation.id)).toEqual(['bulk_operations.plan']);
  });

  it('warns of disabled and slow destinations, of more than the limit, of ids that lead nowhere and of nothing', async () => {
    await dead(3);
    const codes = async (body: object): Promise<string[]> =>
      (await planned(admin.token, body)).plan.warnings.map(({ code }) => code);
    const change = (given: object): Promise<unknown> =>
      updateDestination(systemContext('tests'), destination, DestinationChange.parse(given));
    expect(await codes({ kind: 'retry', filter: {}, limit: 2 })).toEqual(['over_limit']);
    await change({ rate_per_second: 1 });
    expect(await codes({ kind: 'resend', filter: {} })).toEqual(['destination_slower']);
    await change({ enabled: false });
    expect(await codes({ kind: 'resend', filter: {} })).toEqual(['destination_disabled']);
    expect(await codes({ kind: 'retry', ids: [uuidv7()] })).toEqual(['nothing', 'ids_missing']);
    expect(await codes({ kind: 'replay', filter: { category: 'shop' }, only_new: false })).toEqual([
      'sent_again',
    ]);
  });

  it('is void after a quarter of an hour', async () => {
    await dead(1);
    const { id, confirmation } = await planned(admin.token, { kind: 'retry', filter: {} });
    await pool().query('UPDATE bulk_operations SET expires_at = now()');
    expect(await readOperation(admin.token, id)).toMatchObject({ state: 'expired' });
    const answer = await callRoute(start, { token: admin.token, params: { id }, body: { confirmation } });
    expect(answer).toMatchObject({ status: 409, body: { state: 'expired' } });
    const states = await callRoute(list, { token: viewer.token, path: '/?state=expired' });
    expect(states.body.items).toMatchObject([{ id }]);
    travel(86_401);
    await forgetExpiredJob.run([{}]);
    expect(await prisma().bulkOperation.count()).toBe(0);
  });

  it.each<[object, string]>([
    [{ filter: {} }, 'kind'],
    [{ kind: 'delete', filter: {} }, 'kind'],
    [{ kind: 'retry' }, 'filter'],
    [{ kind: 'retry', filter: {}, ids: ['01890000-0000-7000-8000-000000000000'] }, 'filter'],
    [{ kind: 'retry', filter: { status: 'lost' } }, 'filter.status'],
    [{ kind: 'retry', filter: { severity: 'high' } }, 'filter.severity'],
    [{ kind: 'replay', filter: { destination: 'x' } }, 'filter.destination'],
    [{ kind: 'retry', ids: ['x'] }, 'ids[0]'],
    [{ kind: 'retry', ids: [] }, 'ids'],
    [{ kind: 'discard', filter: {} }, 'reason'],
    [{ kind: 'retry', filter: {}, reason: 'why' }, 'reason'],
    [{ kind: 'retry', filter: {}, rate_per_second: 0 }, 'rate_per_second'],
    [{ kind: 'retry', filter: {}, rate_per_second: 501 }, 'rate_per_second'],
    [{ kind: 'retry', filter: {}, limit: 1_000_001 }, 'limit'],
  ])('422: %j with the path %s', async (body, path) => {
    const answer = await callRoute(plan, { token: admin.token, body });
    expect(answer.status).toBe(422);
    expect((answer.body.errors as { path: string }[]).map((fault) => fault.path)).toContain(path);
  });
});

describe('starting', () => {
  it('422: wants the very words of the plan; 409: once, and not with nothing in it', async () => {
    await dead(2);
    const { id, confirmation } = await planned(admin.token, {
      kind: 'retry',
      filter: {},
      rate_per_second: 500,
    });
    const say = (words: string): Promise<Answer> =>
      callRoute(start, { token: admin.token, params: { id }, body: { confirmation: words } });
    expect(await say('retry 3')).toMatchObject({ status: 422, body: { errors: [{ path: 'confirmation' }] } });
    const answers = await Promise.all([say(confirmation), say(confirmation), say(confirmation)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([202, 409, 409]);
    expect(await trail(id)).toEqual(['bulk_operations.plan', 'bulk_operations.start']);
    const empty = await planned(admin.token, { kind: 'retry', filter: { status: 'discarded' } });
    const answer = await callRoute(start, {
      token: admin.token,
      params: { id: empty.id },
      body: { confirmation: 'retry 0' },
    });
    expect(answer.status).toBe(409);
  });
});

describe('a run', () => {
  it('retries all that the filter takes, once each, and says so in the end', async () => {
    const { ids, eventIds } = await dead(120);
    const { id } = await started(admin.token, {
      kind: 'retry',
      filter: { status: 'dead', destination },
      rate_per_second: 500,
    });
    expect(await finished(admin.token, id)).toMatchObject({
      state: 'done',
      total: 120,
      done: 120,
      skipped: 0,
      failed: 0,
      capped: false,
    });
    const made = await deliveriesOfEvents(eventIds);
    expect(
      made.every(
        ({ status, manual_retries, operation_id }) =>
          status === 'pending' && manual_retries === 1 && operation_id === id,
      ),
    ).toBe(true);
    expect(await trail(id)).toEqual([
      'bulk_operations.plan',
      'bulk_operations.start',
      'bulk_operations.finish',
    ]);
    const { body } = await callRoute(listDeliveries, {
      token: viewer.token,
      path: `/?operation=${id}&limit=100`,
    });
    expect((body.items as { id: string }[]).map((one) => one.id)).toEqual(ids.toReversed().slice(0, 100));
  });

  it('resends, and the new deliveries are not taken for further items', async () => {
    const { eventIds } = await storeDispatched(destination, [
      'delivered',
      'delivered',
      'dead',
      'pending',
      'withheld',
    ]);
    const { id } = await started(admin.token, { kind: 'resend', filter: {}, rate_per_second: 500 });
    expect(await finished(admin.token, id)).toMatchObject({ state: 'done', done: 3, skipped: 0 });
    expect(await statusesOf(eventIds)).toEqual({ delivered: 2, dead: 1, pending: 4, withheld: 1 });
  });

  it('discards with the reason, and passes over what was done meanwhile', async () => {
    const { ids, eventIds } = await dead(4);
    const { id } = await started(admin.token, {
      kind: 'discard',
      ids,
      reason: 'receiver is gone',
      rate_per_second: 500,
    });
    await pool().query(`UPDATE deliveries SET status = 'delivered' WHERE id = $1`, [ids[1]]);
    await pool().query('DELETE FROM deliveries WHERE id = $1', [ids[2]]);
    await pool().query('UPDATE events SET destination_ids = NULL');
    const operation = await finished(admin.token, id);
    expect(operation).toMatchObject({ state: 'done', done: 2, skipped: 2, failed: 0 });
    expect(operation.skipped_reasons.map(({ code, count }) => [code, count]).toSorted()).toEqual([
      ['delivered', 1],
      ['gone', 1],
    ]);
    expect((await deliveriesOfEvents(eventIds)).map(({ reason }) => reason)).toEqual([
      'receiver is gone',
      'Answered 503.',
      'receiver is gone',
    ]);
  });

  it('replays events', async () => {
    const { eventIds } = await dead(6);
    const { id } = await started(admin.token, {
      kind: 'replay',
      filter: { category: 'shop' },
      rate_per_second: 500,
    });
    expect(await finished(admin.token, id)).toMatchObject({
      state: 'done',
      target: 'events',
      done: 6,
      failed: 0,
    });
    const { rows } = await pool().query<{ rounds: number }>(
      'SELECT jsonb_array_length(trace)::int AS rounds FROM events',
    );
    expect(rows.map(({ rounds }) => rounds)).toEqual(Array(6).fill(5));
    expect((await deliveriesOfEvents(eventIds)).length).toBeGreaterThanOrEqual(6);
  });

  it('leaves what a worker holds at that moment, and counts it as passed over', async () => {
    const { ids, eventIds } = await dead(3);
    const { id } = await started(admin.token, { kind: 'retry', filter: {}, rate_per_second: 500 });
    const holder = await pool().connect();
    await holder.query('BEGIN');
    await holder.query('SELECT 1 FROM deliveries WHERE id = $1 FOR UPDATE', [ids[1]]);
    const operation = await finished(admin.token, id);
    await holder.query('ROLLBACK');
    holder.release();
    expect(operation).toMatchObject({
      done: 2,
      skipped: 1,
      skipped_reasons: [{ code: 'under_way', count: 1 }],
    });
    expect(await statusesOf(eventIds)).toEqual({ pending: 2, dead: 1 });
  });

  it('ends at its limit and says that more would have matched', async () => {
    const { eventIds } = await dead(5);
    const { id } = await started(admin.token, { kind: 'retry', filter: {}, limit: 3, rate_per_second: 500 });
    expect(await finished(admin.token, id)).toMatchObject({ state: 'done', total: 3, done: 3, capped: true });
    expect(await statusesOf(eventIds)).toEqual({ pending: 3, dead: 2 });
    const whole = await started(admin.token, {
      kind: 'discard',
      filter: { status: 'dead' },
      reason: 'x',
      limit: 2,
      rate_per_second: 500,
    });
    expect(await finished(admin.token, whole.id)).toMatchObject({ done: 2, capped: false });
  });

  it('leaves alone what came after it was planned', async () => {
    await dead(2);
    const { id, confirmation } = await planned(admin.token, {
      kind: 'retry',
      filter: {},
      rate_per_second: 500,
    });
    const { eventIds } = await dead(2);
    await callRoute(start, { token: admin.token, params: { id }, body: { confirmation } });
    expect(await finished(admin.token, id)).toMatchObject({ done: 2 });
    expect(await statusesOf(eventIds)).toEqual({ dead: 2 });
  });

  it('keeps to its rate over two workers', { timeout: 30_000 }, async () => {
    await dead(60);
    const { id } = await started(admin.token, { kind: 'retry', filter: {}, rate_per_second: 10 });
    const before = performance.now();
    await Promise.all([work(id), work(id)]);
    const seconds = (performance.now() - before) / 1_000;
    const { done } = await readOperation(admin.token, id);
    // Slices of 3: the first at once, the others each in their time.
    expect(done).toBeLessThanOrEqual(10 * seconds + 3);
    expect(done).toBeGreaterThanOrEqual(30);
  });

  it('is done once by two workers at once', async () => {
    const { eventIds } = await dead(100);
    const { id } = await started(admin.token, { kind: 'resend', filter: {}, rate_per_second: 500 });
    await Promise.all([work(id), work(id), work(id)]);
    expect(await finished(admin.token, id)).toMatchObject({ state: 'done', done: 100, skipped: 0 });
    expect(await statusesOf(eventIds)).toEqual({ dead: 100, pending: 100 });
  });

  it('finds its way through many that do not match', async () => {
    const { ids } = await dead(30);
    await pool().query(`UPDATE deliveries SET status = 'delivered' WHERE id = ANY($1)`, [ids.slice(1, 29)]);
    const { id } = await started(admin.token, {
      kind: 'retry',
      filter: { reason: 'Answered 503.' },
      rate_per_second: 500,
    });
    await pool().query('UPDATE bulk_operations SET scan_rows = 4 WHERE id = $1', [id]);
    expect(await finished(admin.token, id)).toMatchObject({ done: 2, capped: false });
  });

  it('five failures in a row end it, with a reason', async () => {
    using _quiet = quietLog();
    await dead(2);
    const { id } = await started(admin.token, { kind: 'retry', filter: {}, rate_per_second: 500 });
    await pool().query('ALTER TABLE bulk_operations ADD CONSTRAINT broken CHECK (done = 0)');
    try {
      for (let i = 0; i < 4; i++) await expect(work(id)).rejects.toThrow('broken');
      await work(id);
      expect(await readOperation(admin.token, id)).toMatchObject({
        state: 'failed',
        error: expect.stringContaining('5 times'),
      });
    } finally {
      await pool().query('ALTER TABLE bulk_operations DROP CONSTRAINT broken');
    }
  });
});

describe('pausing and cancelling', () => {
  it('rests after the items in hand, goes on where it was, and ends when it is told', {
    timeout: 30_000,
  }, async () => {
    const { eventIds } = await dead(60);
    const { id } = await started(admin.token, { kind: 'retry', filter: {}, rate_per_second: 20 });
    const running = work(id);
    await expect
      .poll(async () => (await readOperation(admin.token, id)).done, { interval: 20 })
      .toBeGreaterThan(0);
    expect(await move(pause, id)).toMatchObject({ status: 200, body: { state: 'paused' } });
    const { done } = await readOperation(admin.token, id);
    await work(id);
    await running;
    expect(await readOperation(admin.token, id)).toMatchObject({ state: 'paused', done });
    expect(await move(resume, id)).toMatchObject({ status: 200, body: { state: 'running' } });
    const again = work(id);
    await expect
      .poll(async () => (await readOperation(admin.token, id)).done, { interval: 20 })
      .toBeGreaterThan(done);
    const answer = await move(cancel, id);
    expect(answer).toMatchObject({
      status: 200,
      body: { state: 'cancelled', finished_at: expect.any(String) },
    });
    await again;
    const over = await readOperation(admin.token, id);
    expect(over.done).toBe(answer.body.done);
    expect(await statusesOf(eventIds)).toEqual({ pending: over.done, dead: 60 - over.done });
    expect(await trail(id)).toEqual(
      ['plan', 'start', 'pause', 'resume', 'cancel'].map((verb) => `bulk_operations.${verb}`),
    );
  });

  it('409: of what is over', async () => {
    await dead(1);
    const { id } = await started(admin.token, { kind: 'retry', filter: {}, rate_per_second: 500 });
    await finished(admin.token, id);
    for (const verb of [pause, resume, cancel]) {
      expect(await move(verb, id)).toMatchObject({ status: 409, body: { state: 'done' } });
    }
  });

  it('a plan can be cancelled too', async () => {
    await dead(1);
    const { id } = await planned(admin.token, { kind: 'retry', filter: {} });
    expect(await move(cancel, id)).toMatchObject({ status: 200, body: { state: 'cancelled', done: 0 } });
  });
});

describe('an operation that nobody works on', () => {
  it('gets a new job when it has stood still, and at once after a break', async () => {
    await dead(1);
    const { id } = await started(admin.token, { kind: 'retry', filter: {} });
    await pool().query(`DELETE FROM pgboss.job WHERE name = 'bulk-operations'`);
    const jobs = async (): Promise<number> =>
      (
        await pool().query(`SELECT 1 FROM pgboss.job WHERE name = 'bulk-operations' AND data->>'id' = $1`, [
          id,
        ])
      ).rowCount ?? 0;
    await resumeBulkOperations(new Date());
    expect(await jobs()).toBe(0);
    await resumeBulkOperations(new Date(Date.now() + 31_000));
    expect(await jobs()).toBe(1);
    await resumeBulkOperations(new Date(Date.now() + 1_000), { afterBreak: true });
    expect(await jobs()).toBe(2);
  });
});

describe('200, 403 and 404', () => {
  it('everybody with deliveries:read sees them, the latest first; only holders of deliveries:write act', async () => {
    await dead(2);
    const first = await planned(admin.token, { kind: 'retry', filter: {} });
    const second = await planned(admin.token, { kind: 'discard', filter: {}, reason: 'x' });
    const answer = await callRoute(list, { token: viewer.token });
    expect((answer.body.items as { id: string }[]).map(({ id }) => id)).toEqual([second.id, first.id]);
    const narrowed = await callRoute(list, { token: viewer.token, path: '/?kind=retry&state=planned' });
    expect((narrowed.body.items as { id: string }[]).map(({ id }) => id)).toEqual([first.id]);
    const begun = await callRoute(list, { token: viewer.token, path: '/?started=true' });
    expect(begun.body.items).toEqual([]);
    const refused = { status: 403, body: { permission: 'deliveries:write' } };
    expect(await callRoute(plan, { token: viewer.token, body: { kind: 'retry', filter: {} } })).toMatchObject(
      refused,
    );
    for (const verb of [pause, resume, cancel])
      expect(await move(verb, first.id, viewer.token)).toMatchObject(refused);
    expect((await move(cancel, uuidv7())).status).toBe(404);
  });
});
