import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { POST as replay } from '#app/api/v1/events/[id]/replay/route.ts';
import { GET as getEvent } from '#app/api/v1/events/[id]/route.ts';
import { systemContext } from '#lib/auth/context.ts';
import type { BulkOperation } from '#lib/bulk-operations/schema.ts';
import { destinationChoices } from '#lib/dispatch/add-deliveries.ts';
import { chooseForReplay } from '#lib/dispatch/deliveries/choose-for-replay.ts';
import { closeScanner } from '#lib/dlp/scan-documents.ts';
import { installDefaults } from '#lib/pipeline/install-defaults.ts';
import { startChangeFeed, stopChangeFeed } from '#lib/platform/change-feed.ts';
import { pool, prisma } from '#lib/platform/db.ts';
import { type Answer, callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makeClient, type TestClient } from '#tests/support/make-client.ts';
import { quietLog, storeDestination, until } from '#tests/support/peer-dispatch.ts';
import { makePerson, type Person } from '#tests/support/people.ts';
import { deliveriesOfEvents, finished, imbalance } from '#tests/support/redo.ts';
import { takeAndProcess, takeEvents } from '#tests/support/take-events.ts';

useTestDatabase();
const CARD = 'card 4111 1111 1111 1111';
const KEY = `-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIIrYSSNQFaA2Hwf1duRSxKtLYX5CB04fSeQ6tF1aY1aPuj0TMNGt
-----END EC PRIVATE KEY-----`;

let admin: Person;
let analyst: Person;
let client: TestClient;
beforeAll(async () => {
  await installDefaults(systemContext('tests'));
  admin = await makePerson('ada', ['administrator']);
  analyst = await makePerson('anna', ['analyst']);
  client = await makeClient();
  await startChangeFeed();
});
beforeEach(async () => {
  await prisma().destination.updateMany({ data: { enabled: false } });
  await storeDestination({ kind: 'log' });
  await known(1);
});
afterEach(async () => expect(await imbalance()).toEqual([]));
afterAll(async () => {
  await stopChangeFeed();
  await closeScanner();
});

const ask = (id: string | undefined, query = '', key?: string): Promise<Answer> =>
  callRoute(replay, {
    ...{ token: admin.token, params: { id: String(id) }, method: 'POST', path: `/?${query}` },
    ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
  });
async function replayed(id: string | undefined, query = ''): Promise<BulkOperation> {
  const answer = await ask(id, query);
  expect(answer.status, JSON.stringify(answer.body)).toBe(202);
  return finished(admin.token, String(answer.body.id));
}
/** The destinations are kept in memory until the feed tells of their change. */
const known = (count: number): Promise<void> =>
  until(async () => expect(await destinationChoices()).toHaveLength(count));
const deliver = (ids: readonly string[]): Promise<unknown> =>
  pool().query(
    `UPDATE deliveries SET status = 'delivered', next_attempt_at = NULL, finished_at = now() WHERE event_id = ANY($1)`,
    [ids],
  );
const trace = async (
  id: string | undefined,
): Promise<{ step: string; outcome: string; detail: string | null }[]> => {
  const { body } = await callRoute(getEvent, {
    token: admin.token,
    params: { id: String(id) },
    path: '/?include=trace,findings',
  });
  return body.trace as { step: string; outcome: string; detail: string | null }[];
};
const findings = async (id: string | undefined): Promise<number> =>
  (await pool().query('SELECT 1 FROM finding_places WHERE subject_id = $1', [id])).rowCount ?? 0;

describe('a replay', () => {
  it('202: chooses again by the rules of now, and leaves out who has the event', async () => {
    const ids = await takeAndProcess(client, [{ name: 'order', category: 'orders' }]);
    await deliver(ids);
    const second = (await storeDestination({ kind: 'log', filter: { category: 'orders' } })).id;
    await storeDestination({ kind: 'log', filter: { category: 'other' } });
    await known(3);
    const operation = await replayed(ids[0]);
    expect(operation).toMatchObject({
      kind: 'replay',
      state: 'done',
      done: 1,
      skipped: 0,
      failed: 0,
      only_new: true,
    });
    const made = await deliveriesOfEvents(ids);
    expect(made).toMatchObject([
      { status: 'delivered', cause: 'event' },
      { status: 'pending', cause: 'replay', operation_id: operation.id },
    ]);
    const { rows } = await pool().query('SELECT destination_id FROM deliveries WHERE id = $1', [made[1]?.id]);
    expect(rows).toEqual([{ destination_id: second }]);
    const steps = await trace(ids[0]);
    expect(steps.map(({ step }) => step)).toEqual([
      ...['received', 'enriched', 'scanned', 'decided', 'dispatched'],
      ...['replayed', 'enriched', 'scanned', 'decided', 'dispatched'],
    ]);
    expect(steps[5]).toMatchObject({ outcome: 'round 2', detail: `asked for by ${admin.email}` });
    expect(steps[9]?.outcome).toBe('1 new delivery');

    // A second one finds that all of them have it, or are about to.
    await replayed(ids[0]);
    expect(await deliveriesOfEvents(ids)).toHaveLength(2);
    expect((await trace(ids[0]))[10]).toMatchObject({ step: 'replayed', outcome: 'round 3' });

    // Asked for, those that have it get it once more; the one that waits does not.
    await replayed(ids[0], 'only_new=false');
    expect((await deliveriesOfEvents(ids)).map(({ status }) => status)).toEqual([
      'delivered',
      'pending',
      'pending',
    ]);
  });

  it('scans again: what is caught now is masked and noted, and nothing that was found goes', async () => {
    const ids = await takeAndProcess(client, [{ name: 'paid', data: CARD }]);
    const before = await findings(ids[0]);
    expect(before).toBeGreaterThan(0);
    await replayed(ids[0]);
    expect(await findings(ids[0])).toBe(before);
    await pool().query('DELETE FROM finding_places WHERE subject_id = $1', [ids[0]]);
    await replayed(ids[0]);
    expect(await findings(ids[0])).toBe(before);
    const { rows } = await pool().query('SELECT verdict FROM events WHERE id = $1', [ids[0]]);
    expect(rows).toEqual([{ verdict: 'redact' }]);
  });

  it('withholds what the scan blocks, also what waits of it', async () => {
    const ids = await takeAndProcess(client, [{ name: 'leak', data: KEY }]);
    expect(await deliveriesOfEvents(ids)).toMatchObject([{ status: 'withheld' }]);
    await replayed(ids[0], 'only_new=false');
    expect(await deliveriesOfEvents(ids)).toMatchObject([{ status: 'withheld', cause: 'event' }]);
    // As if the pattern had come later: the delivery waits still.
    await pool().query(
      `UPDATE deliveries SET status = 'pending', next_attempt_at = now() WHERE event_id = $1`,
      [ids[0]],
    );
    await pool().query(`UPDATE events SET verdict = 'pass', masked_data = NULL WHERE id = $1`, [ids[0]]);
    await replayed(ids[0]);
    expect(await deliveriesOfEvents(ids)).toMatchObject([
      { status: 'withheld', reason: 'The scan blocked this event when it was replayed.' },
    ]);
  });

  it('gives an event that failed another chance', async () => {
    const ids = await takeAndProcess(client, [{ name: 'odd' }]);
    await pool().query('DELETE FROM deliveries WHERE event_id = $1', [ids[0]]);
    await pool().query(
      `UPDATE events SET status = 'failed', verdict = NULL, destination_ids = '{}' WHERE id = $1`,
      [ids[0]],
    );
    await replayed(ids[0]);
    expect(await deliveriesOfEvents(ids)).toMatchObject([{ status: 'pending', cause: 'replay' }]);
    const { rows } = await pool().query('SELECT status, verdict FROM events WHERE id = $1', [ids[0]]);
    expect(rows).toEqual([{ status: 'processed', verdict: 'pass' }]);
  });

  it('four at once make one new delivery for each destination', async () => {
    const ids = await takeAndProcess(client, [{ name: 'race' }]);
    await pool().query(
      `UPDATE deliveries SET status = 'dead', next_attempt_at = NULL WHERE event_id = ANY($1)`,
      [ids],
    );
    const answers = await Promise.all(Array.from({ length: 4 }, () => ask(ids[0])));
    await Promise.all(answers.map(({ body }) => finished(admin.token, String(body.id))));
    expect((await deliveriesOfEvents(ids)).map(({ status }) => status)).toEqual(['dead', 'pending']);
    expect((await trace(ids[0])).filter(({ step }) => step === 'replayed')).toHaveLength(4);
  });

  it('with one Idempotency-Key is one operation, with one audit row', async () => {
    const ids = await takeAndProcess(client, [{ name: 'twice' }]);
    const answers = await Promise.all(Array.from({ length: 4 }, () => ask(ids[0], '', 'replay-1')));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    const rows = await prisma().auditEntry.findMany({ where: { subjectId: String(ids[0]) } });
    expect(rows).toMatchObject([
      { action: 'events.replay', after: { only_new: true, operation_id: answers[0]?.body.id } },
    ]);
  });

  it('409: of an event that is not processed yet; 404: of none; 403: for an analyst; 400: for what it does not know', async () => {
    const ids = await takeEvents(client, [{ name: 'new' }]);
    expect((await ask(ids[0])).status).toBe(409);
    expect((await ask('01890000-0000-7000-8000-000000000000')).status).toBe(404);
    const refused = await callRoute(replay, {
      token: analyst.token,
      params: { id: String(ids[0]) },
      method: 'POST',
    });
    expect(refused).toMatchObject({ status: 403, body: { permission: 'deliveries:write' } });
    expect((await ask(ids[0], 'only_new=yes')).status).toBe(400);
  });

  it('of an event that the store refuses is counted as failed, with the reason, and the event stays as it was', async () => {
    using _quiet = quietLog();
    const ids = await takeAndProcess(client, [{ name: 'refused' }]);
    await pool().query(
      `ALTER TABLE events ADD CONSTRAINT once CHECK (jsonb_array_length(trace) < 6) NOT VALID`,
    );
    try {
      expect(await replayed(ids[0])).toMatchObject({
        state: 'done',
        done: 0,
        failed: 1,
        samples: [{ id: ids[0] }],
      });
      expect(await trace(ids[0])).toHaveLength(5);
    } finally {
      await pool().query('ALTER TABLE events DROP CONSTRAINT once');
    }
  });
});

describe('who gets a replayed event', () => {
  const chosen = [{ destinationId: 'a', status: 'pending' as const }];
  const blocked = [{ destinationId: 'a', status: 'withheld' as const }];
  it.each([
    ['pending', false, false],
    ['delivering', false, false],
    ['delivered', false, true],
    ['dead', true, true],
    ['withheld', true, true],
    ['discarded', true, true],
  ] as const)('a destination whose delivery is %s: only new %s, all %s', (status, onlyNew, all) => {
    const standing = [{ destination_id: 'a', status }];
    expect(chooseForReplay(chosen, standing, { onlyNew: true }).length === 1).toBe(onlyNew);
    expect(chooseForReplay(chosen, standing, { onlyNew: false }).length === 1).toBe(all);
  });

  it('is not told twice that it is withheld, and a new destination always', () => {
    expect(
      chooseForReplay(blocked, [{ destination_id: 'a', status: 'withheld' }], { onlyNew: false }),
    ).toEqual([]);
    expect(
      chooseForReplay(chosen, [{ destination_id: 'b', status: 'delivered' }], { onlyNew: true }),
    ).toEqual(chosen);
  });
});
