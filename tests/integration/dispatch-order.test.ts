import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemContext } from '#lib/auth/context.ts';
import { addDeliveries, destinationChoices } from '#lib/dispatch/add-deliveries.ts';
import { claimDueDeliveries } from '#lib/dispatch/delivering/repo.ts';
import { type DeliveryLoop, startDeliveryLoop } from '#lib/dispatch/delivering/start-delivery-loop.ts';
import { tidyUp } from '#lib/dispatch/delivering/tidy-up.ts';
import { releaseSessions } from '#lib/dispatch/release-sessions.ts';
import { updateDestination } from '#lib/dispatch/update-destination.ts';
import { closeScanner } from '#lib/dlp/scan-documents.ts';
import { installDefaults } from '#lib/pipeline/install-defaults.ts';
import { processEvents } from '#lib/pipeline/process-events.ts';
import { startChangeFeed, stopChangeFeed } from '#lib/platform/change-feed.ts';
import { pool } from '#lib/platform/db.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makeClient, type TestClient } from '#tests/support/make-client.ts';
import { passTime, quietLog, readDeliveries, storeDestination, until } from '#tests/support/peer-dispatch.ts';
import { type HttpPeer, startHttpPeer } from '#tests/support/peer-http.ts';
import { takeEvents } from '#tests/support/take-events.ts';

process.env.OUTBOUND_ALLOW = '127.0.0.0/8';
useTestDatabase();

const ctx = () => systemContext('test');
let client: TestClient;
beforeAll(async () => {
  await startChangeFeed();
  await installDefaults(ctx());
  client = await makeClient();
});
const loops: DeliveryLoop[] = [];
const startLoop = (): DeliveryLoop => {
  const loop = startDeliveryLoop();
  loops.push(loop);
  return loop;
};
afterEach(async () => {
  await Promise.all(loops.splice(0).map((loop) => loop.stop()));
  await pool().query('UPDATE destinations SET enabled = false');
});
afterAll(() => Promise.all([closeScanner(), stopChangeFeed()]));

type Call = { session: string | null; n: number; good: boolean };
const called = (body: string): { session: string | null; n: number } => {
  const { data } = JSON.parse(body) as { data: { session_id: string | null; data: { n: number } } };
  return { session: data.session_id, n: data.data.n };
};
const event = (session: string | null, n: number) => ({ name: 'step', session_id: session, data: { n } });
/** One that dispatch knows of by now. */
async function ordered(settings: Record<string, unknown>): Promise<string> {
  const { id } = await storeDestination({
    ordered: true,
    retry_plan_ms: [100, 100, 100],
    concurrency: 20,
    ...settings,
  });
  await until(async () => expect((await destinationChoices()).map((one) => one.id)).toContain(id));
  return id;
}
const hook = (peer: HttpPeer) => ({ kind: 'http', config: { url: peer.origin } });
const statuses = async (id: string): Promise<string[]> =>
  (await readDeliveries(id)).map(({ status }) => status);
const isDone = (status: string): boolean => status === 'delivered' || status === 'dead';

describe('deliveries in order', () => {
  it('go one after the other in each session, over several workers, restarts and retries', async () => {
    using _quiet = quietLog();
    const answered: Call[] = [];
    const underWay = new Map<string, number>();
    let most = 0;
    await using peer = await startHttpPeer((call, response) => {
      const { session, n } = called(call.body);
      if (session !== null) {
        underWay.set(session, (underWay.get(session) ?? 0) + 1);
        most = Math.max(most, underWay.get(session) ?? 0);
      }
      setTimeout(() => {
        if (session !== null) underWay.set(session, (underWay.get(session) ?? 0) - 1);
        const good = Math.random() > 0.3;
        answered.push({ session, n, good });
        response.writeHead(good ? 200 : 500).end();
      }, Math.random() * 20);
    });
    const id = await ordered(hook(peer));
    const sessions = ['a', 'b', 'c', 'd', 'e'];
    const ids = await takeEvents(
      client,
      Array.from({ length: 150 }, (_, n) => event(n % 6 === 5 ? null : (sessions[n % 6] as string), n)),
    );
    startLoop();
    const second = startLoop();
    // Processed in parts that overtake each other.
    const parts = [ids.slice(100), ids.slice(50, 100), ids.slice(0, 50)];
    await Promise.all(parts.map((part) => processEvents(part)));
    await until(() => expect(answered.length).toBeGreaterThan(40));
    await second.stop();
    startLoop();
    await until(async () => {
      const now = await statuses(id);
      expect(now).toHaveLength(150);
      expect(now.filter((status) => !isDone(status))).toEqual([]);
    });
    expect(most).toBe(1);
    for (const session of sessions) {
      const calls = answered.filter((one) => one.session === session).map(({ n }) => n);
      expect(calls).toEqual(calls.toSorted((a, b) => a - b));
      expect(new Set(calls).size).toBe(25);
    }
  });

  it('that fail hold up their own session alone, until they are dead', async () => {
    using _quiet = quietLog();
    const calls: Call[] = [];
    await using peer = await startHttpPeer((call, response) => {
      const { session, n } = called(call.body);
      const good = session !== 'ill' || n !== 0;
      calls.push({ session, n, good });
      response.writeHead(good ? 200 : 500).end();
    });
    const id = await ordered({ ...hook(peer), retry_plan_ms: [60_000] });
    const ids = await takeEvents(client, [
      event('ill', 0),
      event('ill', 1),
      event('well', 2),
      event('well', 3),
      event(null, 4),
      event('ill', 5),
    ]);
    await processEvents(ids);
    const loop = startLoop();
    await until(async () =>
      expect((await statuses(id)).filter((status) => status === 'delivered')).toHaveLength(3),
    );
    expect(calls.filter(({ session }) => session === 'ill').map(({ n }) => n)).toEqual([0]);
    await until(async () => expect((await readDeliveries(id))[0]?.status).toBe('pending'));
    await passTime(id, 90_000);
    loop.wake();
    await until(async () => expect((await statuses(id)).every(isDone)).toBe(true));
    expect(calls.filter(({ session }) => session === 'ill').map(({ n }) => n)).toEqual([0, 0, 1, 5]);
  });

  it('wait for an earlier event of their session that is still to be processed, and go on when it is set aside', async () => {
    await using peer = await startHttpPeer();
    const id = await ordered(hook(peer));
    const [first, second, other] = await takeEvents(client, [event('s', 0), event('s', 1), event('t', 2)]);
    await processEvents([second as string, other as string]);
    startLoop();
    await until(async () => expect(await statuses(id)).toEqual(['pending', 'delivered']));
    await tidyUp();
    expect((await readDeliveries(id))[0]?.due_in_ms).toBeNull();
    await processEvents([first as string]);
    await until(async () => expect((await statuses(id)).every(isDone)).toBe(true));
    expect(peer.calls.map(({ body }) => called(body).n)).toEqual([2, 0, 1]);
  });

  it('of a session are handed to one worker only, and stay behind a lease that runs out', async () => {
    const id = await ordered({ kind: 'log', config: {} });
    await processEvents(await takeEvents(client, [event('x', 0), event('x', 1)]));
    const claim = () =>
      claimDueDeliveries({
        destinationId: id,
        want: 9,
        workerId: randomUUID(),
        leaseMs: 5_000,
        limited: false,
        probing: false,
        turn: 0,
        horizonMs: 0,
        toleranceMs: 0,
      });
    const [head] = await claim();
    await tidyUp();
    expect(await claim()).toEqual([]);
    await passTime(id, 6_000);
    const again = await claim();
    expect(again.map((one) => one.id)).toEqual([head?.id]);
  });

  it('let the one under way end before one of an earlier event that was added later', async () => {
    let finish: (() => void) | undefined;
    await using peer = await startHttpPeer((_call, response) => {
      finish = () => response.end();
    });
    const id = await ordered({ ...hook(peer), filter: { 'data.n': { gt: 0 } } });
    const [earlier] = await takeEvents(client, [event('w', 0), event('w', 1)]).then(async (ids) => {
      await processEvents(ids);
      return ids;
    });
    startLoop();
    await until(() => expect(finish).toBeDefined());
    await addDeliveries(pool(), [
      {
        id: uuidv7(),
        eventId: earlier as string,
        destinationId: id,
        status: 'pending',
        reason: null,
        sessionKey: 'w',
      },
    ]);
    await releaseSessions([{ id, ordered: true }], ['w']);
    expect((await readDeliveries(id)).map(({ due_in_ms }) => due_in_ms === null)).toEqual([false, true]);
    peer.answer((_call, response) => response.end());
    finish?.();
    await until(async () => expect(await statuses(id)).toEqual(['delivered', 'delivered']));
    expect(peer.calls.map(({ body }) => called(body).n)).toEqual([1, 0]);
  });

  it('that lost their turn with a process that died get it back', async () => {
    await using peer = await startHttpPeer();
    const id = await ordered(hook(peer));
    await processEvents(await takeEvents(client, [event('y', 0), event('y', 1)]));
    // The commit that finished it was the last thing its process did.
    await pool().query(
      `UPDATE deliveries SET status = 'delivered', next_attempt_at = NULL, finished_at = now()
        WHERE destination_id = $1 AND next_attempt_at IS NOT NULL`,
      [id],
    );
    startLoop();
    await until(async () => expect(await statuses(id)).toEqual(['delivered', 'delivered']));
    expect(peer.calls.map(({ body }) => called(body).n)).toEqual([1]);
  });

  it('no longer wait once nobody asks for it', async () => {
    using _quiet = quietLog();
    await using peer = await startHttpPeer((call, response) =>
      response.writeHead(called(call.body).n === 0 ? 500 : 200).end(),
    );
    const id = await ordered({ ...hook(peer), retry_plan_ms: [600_000] });
    await processEvents(await takeEvents(client, [event('z', 0), event('z', 1)]));
    startLoop();
    await until(() => expect(peer.calls).toHaveLength(1));
    await updateDestination(ctx(), id, { ordered: false });
    await tidyUp();
    await until(async () => expect(await statuses(id)).toEqual(['pending', 'delivered']));
  });
});
