import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { systemContext } from '#lib/auth/context.ts';
import {
  type AttemptRecord,
  type ClaimedDelivery,
  type ClaimRequest,
  claimDueDeliveries,
  findDueDestinations,
  recordAttempts,
} from '#lib/dispatch/delivering/repo.ts';
import { startDeliveryLoop } from '#lib/dispatch/delivering/start-delivery-loop.ts';
import { updateDestination } from '#lib/dispatch/update-destination.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import {
  passTime,
  readAttempts,
  readDeliveries,
  storeDeliveries,
  storeDestination,
  storeEvents,
  until,
} from '#tests/support/peer-dispatch.ts';
import { startHttpPeer } from '#tests/support/peer-http.ts';

process.env.OUTBOUND_ALLOW = '127.0.0.0/8';
useTestDatabase();

const [ONE, TWO] = [randomUUID(), randomUUID()];
const LEASE_MS = 20_000;

async function prepare(
  count: number,
  settings: Record<string, unknown> = {},
): Promise<{ id: string; deliveries: string[] }> {
  const { id } = await storeDestination({ kind: 'log', config: {}, ...settings });
  const deliveries = await storeDeliveries(id, await storeEvents(Array.from({ length: count }, () => ({}))));
  return { id, deliveries };
}

const claim = (destinationId: string, request: Partial<ClaimRequest> = {}): Promise<ClaimedDelivery[]> =>
  claimDueDeliveries({
    destinationId,
    want: 100,
    workerId: ONE,
    leaseMs: LEASE_MS,
    limited: false,
    probing: false,
    turn: 0,
    horizonMs: 400,
    toleranceMs: 25,
    ...request,
  });

const outcome = (claimed: ClaimedDelivery, record: Partial<AttemptRecord> = {}): AttemptRecord => ({
  deliveryId: claimed.id,
  attempt: claimed.attempt,
  status: 'delivered',
  delayMs: null,
  reason: null,
  sent: {
    startedAt: performance.now(),
    durationMs: 5,
    outcome: 'delivered',
    statusCode: 200,
    error: null,
    response: null,
    request: null,
  },
  ...record,
});

describe('a claim', () => {
  it('leases each delivery to one of many claimers', async () => {
    const { id, deliveries } = await prepare(300);
    const claims = await Promise.all(
      Array.from({ length: 10 }, () => claim(id, { want: 40, workerId: randomUUID() })),
    );
    const ids = claims.flat().map((one) => one.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids, ...(await claim(id)).map((one) => one.id)].sort()).toEqual(deliveries);
  });

  it('hands over nothing that is not due, and nothing of a disabled destination', async () => {
    const { id } = await prepare(2);
    await passTime(id, -60_000);
    expect(await claim(id)).toEqual([]);
    await passTime(id, 120_000);
    await updateDestination(systemContext('test'), id, { enabled: false });
    expect(await claim(id)).toEqual([]);
    expect(await claim(id, { limited: true })).toEqual([]);
  });

  it('takes the longest due first', async () => {
    const { id, deliveries } = await prepare(3);
    await passTime(id, 1_000);
    const late = await storeDeliveries(id, await storeEvents([{}]));
    expect((await claim(id, { want: 3 })).map((one) => one.id).sort()).toEqual(deliveries);
    expect((await claim(id)).map((one) => one.id)).toEqual(late);
  });
});

describe('a lease', () => {
  it('keeps the delivery from others until it runs out, then shows the lost attempt', async () => {
    const { id } = await prepare(1);
    expect(await claim(id)).toHaveLength(1);
    expect(await claim(id, { workerId: TWO })).toEqual([]);
    await passTime(id, LEASE_MS + 10);
    const [again] = await claim(id, { workerId: TWO });
    expect(again?.attempt).toBe(2);
    expect(await readAttempts(id)).toMatchObject([{ number: 1, outcome: 'lost' }]);
  });

  it('that went to another is not overwritten by a late outcome, which still is told', async () => {
    const { id } = await prepare(1);
    const [first] = await claim(id);
    await passTime(id, LEASE_MS + 10);
    const [second] = await claim(id, { workerId: TWO });
    await recordAttempts(ONE, [outcome(first as ClaimedDelivery, { status: 'dead' })]);
    expect(await readDeliveries(id)).toMatchObject([
      { status: 'delivering', claimed_by: TWO, finished_at: null },
    ]);
    expect(await readAttempts(id)).toMatchObject([{ number: 1, outcome: 'delivered' }]);
    await recordAttempts(TWO, [outcome(second as ClaimedDelivery)]);
    expect(await readDeliveries(id)).toMatchObject([
      { status: 'delivered', attempt_count: 2, claimed_by: null },
    ]);
    await recordAttempts(ONE, [outcome(first as ClaimedDelivery, { status: 'dead' })]);
    expect(await readDeliveries(id)).toMatchObject([{ status: 'delivered' }]);
  });

  it('given back unsent costs no attempt', async () => {
    const { id } = await prepare(1);
    const [claimed] = await claim(id);
    await recordAttempts(ONE, [
      outcome(claimed as ClaimedDelivery, { status: 'pending', delayMs: 0, sent: null }),
    ]);
    expect(await readDeliveries(id)).toMatchObject([
      { status: 'pending', attempt_count: 0, claimed_by: null },
    ]);
    expect(await readAttempts(id)).toEqual([]);
    expect((await claim(id))[0]?.attempt).toBe(1);
  });

  it('of a worker that died is taken over by the next', async () => {
    await using peer = await startHttpPeer();
    const { id, deliveries } = await prepare(5, { kind: 'http', config: { url: peer.origin } });
    await claim(id);
    const loop = startDeliveryLoop();
    try {
      await until(async () =>
        expect((await findDueDestinations()).find((due) => due.id === id)?.due_in_ms).toBeGreaterThan(10_000),
      );
      expect(peer.calls).toHaveLength(0);
      await passTime(id, LEASE_MS + 10);
      loop.wake();
      await until(async () =>
        expect((await readDeliveries(id)).map(({ status }) => status)).toEqual(
          deliveries.map(() => 'delivered'),
        ),
      );
      expect(peer.calls).toHaveLength(5);
    } finally {
      await loop.stop();
    }
  });
});

describe('a batch of outcomes', () => {
  it('is written whole, each with its own next time', async () => {
    const { id } = await prepare(3);
    const claimed = await claim(id);
    const failed = {
      startedAt: performance.now(),
      durationMs: 7,
      outcome: 'refused',
      statusCode: 500,
      error: 'no',
      response: 'x\0y\ud800',
      request: null,
    };
    await recordAttempts(ONE, [
      outcome(claimed[0] as ClaimedDelivery),
      outcome(claimed[1] as ClaimedDelivery, {
        status: 'pending',
        delayMs: 60_000,
        reason: 'no',
        sent: failed,
      }),
      outcome(claimed[2] as ClaimedDelivery, { status: 'dead', reason: 'no', sent: failed }),
    ]);
    const stored = await readDeliveries(id);
    const byId = claimed.map((one) => stored.find((row) => row.id === one.id));
    expect(byId.map((row) => row?.status)).toEqual(['delivered', 'pending', 'dead']);
    expect(byId[1]?.due_in_ms).toBeGreaterThan(59_000);
    expect(byId[1]?.finished_at).toBeNull();
    expect(byId[2]?.finished_at).not.toBeNull();
    expect((await readAttempts(id)).filter(({ outcome }) => outcome === 'refused')[0]?.response).toBe(
      'x\uFFFDy\uFFFD',
    );
  });
});

describe('a limit', () => {
  it('hands out slots that lie one interval apart, and moves on by as many as it used', async () => {
    const { id } = await prepare(30, { rate_per_second: 20 });
    const first = await claim(id, { limited: true });
    const slots = first.map((one) => one.slot_ms as number);
    expect(first).toHaveLength(9);
    for (let i = 1; i < slots.length; i += 1)
      expect((slots[i] as number) - (slots[i - 1] as number)).toBeCloseTo(50, 0);
    expect(await claim(id, { limited: true, horizonMs: 0 })).toEqual([]);
    const next = await claim(id, { limited: true, horizonMs: 450 });
    expect(next[0]?.slot_ms).toBeGreaterThanOrEqual((slots.at(-1) as number) + 49.9);
  });

  it('spends no slot on nothing', async () => {
    const { id } = await prepare(0, { rate_per_second: 0.1 });
    expect(await claim(id, { limited: true })).toEqual([]);
    await storeDeliveries(id, await storeEvents([{}, {}]));
    expect(await claim(id, { limited: true })).toHaveLength(1);
    expect(await claim(id, { limited: true })).toEqual([]);
  });

  it('of 20 a second holds over three loops: no second sees more than 21 calls', async () => {
    await using peer = await startHttpPeer();
    const { id } = await prepare(160, {
      kind: 'http',
      config: { url: peer.origin },
      rate_per_second: 20,
      concurrency: 20,
    });
    const loops = [startDeliveryLoop(), startDeliveryLoop(), startDeliveryLoop()];
    try {
      await until(() => expect(peer.calls).toHaveLength(160));
    } finally {
      await Promise.all(loops.map((loop) => loop.stop()));
    }
    const times = peer.calls.map(({ at }) => at).sort((a, b) => a - b);
    const most = Math.max(
      ...times.map((from) => times.filter((at) => at >= from && at < from + 1_000).length),
    );
    expect(most).toBeLessThanOrEqual(21);
    const seconds = ((times.at(-1) as number) - (times[0] as number)) / 1_000;
    expect(159 / seconds).toBeGreaterThan(14);
    expect(
      (await readDeliveries(id)).every(
        ({ status, attempt_count }) => status === 'delivered' && attempt_count === 1,
      ),
    ).toBe(true);
  });
});
