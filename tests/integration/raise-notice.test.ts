import { afterEach, describe, expect, it, vi } from 'vitest';
import { GET } from '#app/api/v1/notices/route.ts';
import { systemContext } from '#lib/auth/context.ts';
import { deleteDestination } from '#lib/dispatch/delete-destination.ts';
import { type DeliveryLoop, startDeliveryLoop } from '#lib/dispatch/delivering/start-delivery-loop.ts';
import { balanceLedger } from '#lib/metrics/balance-ledger.ts';
import { forgetOldNotices } from '#lib/notices/forget-old-notices.ts';
import type { Notice, RaisedNotice } from '#lib/notices/schema.ts';
import { describeEvent } from '#lib/pipeline/describe-event.ts';
import { raiseNotice } from '#lib/pipeline/raise-notice.ts';
import { inPgTransaction, pool } from '#lib/platform/db.ts';
import { log } from '#lib/platform/log.ts';
import { callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { readDeliveries, storeDestination, until } from '#tests/support/peer-dispatch.ts';
import { startGraphqlPeer } from '#tests/support/peer-graphql.ts';
import { startHttpPeer } from '#tests/support/peer-http.ts';
import { makePerson } from '#tests/support/people.ts';

process.env.OUTBOUND_ALLOW = '127.0.0.0/8';
useTestDatabase();

const loops: DeliveryLoop[] = [];
afterEach(async () => {
  await Promise.all(loops.splice(0).map((loop) => loop.stop()));
  await pool().query('UPDATE destinations SET enabled = false');
});

let keys = 0;
const notice = (more: Partial<Notice> = {}): Notice => ({
  name: 'destination.failing',
  title: 'Orders fails',
  key: `key ${keys++}`,
  link: '/destinations/1',
  data: { failed_attempts: 12 },
  ...more,
});
const raise = (more?: Partial<Notice>): Promise<string | null> =>
  inPgTransaction((client) => raiseNotice(client, notice(more)));
const waitingFor = async (destinationId: string): Promise<number> =>
  (await readDeliveries(destinationId)).filter(({ status }) => status === 'pending').length;

describe('a notice', () => {
  it('is a processed event of nobody, and due at every enabled destination marked for notices', async () => {
    const filter = { category: 'orders' };
    const admins = await storeDestination({ name: 'Admins', kind: 'log', notices: true, filter });
    const ordinary = await storeDestination({ kind: 'log' });
    const disabled = await storeDestination({ kind: 'log', notices: true, enabled: false });
    const deleted = await storeDestination({ kind: 'log', notices: true });
    await deleteDestination(systemContext('test'), deleted.id);
    const id = await raise();
    const event = await describeEvent(systemContext('test'), id as string, {
      include: ['trace'],
      masked: true,
    });
    expect(event).toMatchObject({
      client_id: null,
      category: 'notice',
      name: 'destination.failing',
      status: 'processed',
      verdict: 'pass',
      data: { title: 'Orders fails', link: '/destinations/1', failed_attempts: 12 },
      deliveries: [{ destination_id: admins.id, status: 'pending' }],
    });
    expect(event.trace?.map(({ step, outcome }) => [step, outcome])).toEqual([
      ['received', 'accepted'],
      ['decided', 'pass'],
      ['dispatched', '1 delivery'],
    ]);
    expect(event.trace?.at(-1)?.detail).toBe('Admins');
    for (const { id: other } of [ordinary, disabled, deleted]) expect(await waitingFor(other)).toBe(0);
  });

  it('is an event to be looked at when no destination is marked', async () => {
    const id = await raise();
    const event = await describeEvent(systemContext('test'), id as string, {
      include: ['trace'],
      masked: true,
    });
    expect(event).toMatchObject({ category: 'notice', deliveries: [] });
    expect(event.trace?.at(-1)?.detail).toBe('no destination is marked for notices');
  });

  it('is not sent to the destination that is to hear nothing', async () => {
    const failing = await storeDestination({ kind: 'log', notices: true });
    const other = await storeDestination({ kind: 'log', notices: true });
    await raise({ exceptDestinationId: failing.id });
    expect(await waitingFor(failing.id)).toBe(0);
    expect(await waitingFor(other.id)).toBe(1);
  });

  it('is gone with the transaction of its caller, its quiet time too', async () => {
    const admins = await storeDestination({ kind: 'log', notices: true });
    const failed = inPgTransaction(async (client) => {
      await raiseNotice(client, notice({ key: 'rolled back' }));
      throw new Error('the change failed');
    });
    await expect(failed).rejects.toThrow('the change failed');
    expect(await waitingFor(admins.id)).toBe(0);
    expect(await raise({ key: 'rolled back' })).not.toBeNull();
  });

  it('balances the ledger', async () => {
    const admins = await storeDestination({ kind: 'log', notices: true });
    await raise();
    const { rows } = await balanceLedger(new Date(Date.now() + 180_000));
    expect(rows.filter((row) => row.destination_id === admins.id)).toMatchObject([
      { accepted: 1, in_flight: 1, difference: 0 },
    ]);
  });
});

describe('the same notice again', () => {
  it('is told once within its quiet time, and again after it', async () => {
    const key = 'quiet';
    expect(await raise({ key, quietMs: 60_000 })).not.toBeNull();
    expect(await raise({ key, quietMs: 60_000 })).toBeNull();
    expect(await raise({ key: 'another', quietMs: 60_000 })).not.toBeNull();
    await pool().query(`UPDATE notice_marks SET raised_at = raised_at - interval '61 s' WHERE key = $1`, [
      key,
    ]);
    expect(await raise({ key, quietMs: 60_000 })).not.toBeNull();
    expect(await raise({ key, quietMs: 60_000 })).toBeNull();
  });

  it('is told once by many processes at the same moment, also when the first of them gives up', async () => {
    const key = 'at once';
    const first = await pool().connect();
    await first.query('BEGIN');
    expect(await raiseNotice(first, notice({ key }))).not.toBeNull();
    const others = Promise.all(Array.from({ length: 4 }, () => raise({ key })));
    await new Promise((later) => setTimeout(later, 100));
    await first.query('ROLLBACK');
    first.release();
    expect((await others).filter((id) => id !== null)).toHaveLength(1);
  });

  it('is forgotten to have been raised once nothing keeps quiet for it', async () => {
    await raise({ key: 'old' });
    await raise({ key: 'new' });
    await pool().query(`UPDATE notice_marks SET raised_at = now() - interval '8 d' WHERE key = 'old'`);
    await forgetOldNotices(new Date());
    const { rows } = await pool().query(`SELECT key FROM notice_marks WHERE key IN ('old', 'new')`);
    expect(rows).toEqual([{ key: 'new' }]);
  });
});

describe('GET /notices', () => {
  const titles = ({ body }: { body: Record<string, unknown> }): string[] =>
    (body.items as RaisedNotice[]).map(({ title }) => title);

  it('200 with the newest first, page by page, until they are old', async () => {
    const { token } = await makePerson('vera', ['viewer']);
    await pool().query('DELETE FROM notices');
    const ids = [];
    for (const title of ['first', 'second', 'third']) ids.push(await raise({ title }));
    const page = await callRoute(GET, { token, path: '/api/v1/notices?limit=2' });
    expect(page.status).toBe(200);
    expect(titles(page)).toEqual(['third', 'second']);
    expect((page.body.items as RaisedNotice[])[0]).toMatchObject({
      id: ids[2],
      at: expect.stringMatching(/Z$/),
      name: 'destination.failing',
      link: '/destinations/1',
    });
    const next = await callRoute(GET, { token, path: `/api/v1/notices?limit=2&cursor=${page.body.next}` });
    expect(titles(next)).toEqual(['first']);
    const back = await callRoute(GET, { token, path: `/api/v1/notices?limit=2&cursor=${next.body.prev}` });
    expect(titles(back)).toEqual(['third', 'second']);
    await forgetOldNotices(new Date(Date.now() + 31 * 86_400_000));
    expect(titles(await callRoute(GET, { token, path: '/api/v1/notices' }))).toEqual([]);
  });

  it('403 for whoever may not read events', async () => {
    const { token } = await makePerson('nobody', []);
    expect((await callRoute(GET, { token, path: '/api/v1/notices' })).status).toBe(403);
  });
});

describe('a notice on its way', () => {
  it('is readable as a log line, as a webhook and as a mutation', async () => {
    await using http = await startHttpPeer();
    await using graphql = await startGraphqlPeer();
    const lines = vi.spyOn(log, 'info');
    await storeDestination({ kind: 'log', notices: true });
    await storeDestination({ kind: 'http', config: { url: http.origin }, notices: true });
    await storeDestination({ kind: 'graphql', config: { url: graphql.url }, notices: true });
    const id = await raise();
    loops.push(startDeliveryLoop());
    const text = 'Orders fails\nfailed attempts: 12\nsee /destinations/1';
    await until(() => {
      expect(http.calls).toHaveLength(1);
      expect(graphql.received).toMatchObject([{ id, name: 'destination.failing', body: text }]);
      expect(lines.mock.calls.map(([fields]) => fields)).toContainEqual(
        expect.objectContaining({
          event: expect.objectContaining({ data: expect.objectContaining({ title: 'Orders fails' }) }),
        }),
      );
    });
    expect(JSON.parse(http.calls[0]?.body ?? '')).toMatchObject({
      type: 'destination.failing',
      data: { category: 'notice', data: { title: 'Orders fails', body: text, failed_attempts: 12 } },
    });
    lines.mockRestore();
  });
});
