import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { type ClaimedDelivery, claimDueDeliveries } from '#lib/dispatch/delivering/repo.ts';
import { type DeliveryLoop, startDeliveryLoop } from '#lib/dispatch/delivering/start-delivery-loop.ts';
import { pool } from '#lib/platform/db.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import {
  passTime,
  readDeliveries,
  storeDeliveries,
  storeDestination,
  storeEvents,
  until,
} from '#tests/support/peer-dispatch.ts';
import { startHttpPeer } from '#tests/support/peer-http.ts';

process.env.OUTBOUND_ALLOW = '127.0.0.0/8';
useTestDatabase();

const loops: DeliveryLoop[] = [];
afterEach(async () => {
  await Promise.all(loops.splice(0).map((loop) => loop.stop()));
  await pool().query('UPDATE destinations SET enabled = false');
});

const events = (count: number): Promise<string[]> => storeEvents(Array.from({ length: count }, () => ({})));
const claim = (
  destinationId: string,
  want: number,
  turn: 0 | 1 | null,
  limited = false,
): Promise<ClaimedDelivery[]> =>
  claimDueDeliveries({
    destinationId,
    want,
    workerId: randomUUID(),
    leaseMs: 20_000,
    limited,
    probing: false,
    turn,
    horizonMs: 60_000,
    toleranceMs: 25,
  });
const firsts = (claimed: readonly ClaimedDelivery[]): number =>
  claimed.filter(({ attempt }) => attempt === 1).length;

/** So many that were tried before, long due, and so many that were not. */
async function backlog(
  retries: number,
  fresh: number,
  settings: Record<string, unknown> = {},
): Promise<string> {
  const { id } = await storeDestination({ kind: 'log', config: {}, ...settings });
  await storeDeliveries(id, await events(retries));
  await pool().query('UPDATE deliveries SET attempt_count = 1 WHERE destination_id = $1', [id]);
  await passTime(id, 3_600_000);
  await storeDeliveries(id, await events(fresh));
  return id;
}

describe('first attempts and further ones', () => {
  it('share a claim while both wait, the odd place in turn', async () => {
    const id = await backlog(40, 40);
    expect(firsts(await claim(id, 10, 0))).toBe(5);
    expect(firsts(await claim(id, 5, 0))).toBe(3);
    expect(firsts(await claim(id, 5, 1))).toBe(2);
    expect(firsts(await claim(id, 1, 0))).toBe(1);
    expect(firsts(await claim(id, 1, 1))).toBe(0);
  });

  it('leave each other what they do not need', async () => {
    const few = await backlog(3, 40);
    expect(firsts(await claim(few, 20, 0))).toBe(17);
    const many = await backlog(40, 3);
    const claimed = await claim(many, 20, 0);
    expect([claimed.length, firsts(claimed)]).toEqual([20, 3]);
    const alone = await backlog(40, 0);
    expect(await claim(alone, 1, 0)).toHaveLength(1);
  });

  it('are not mixed where nobody looks for further ones', async () => {
    const id = await backlog(40, 5);
    const claimed = await claim(id, 3, null);
    expect([claimed.length, firsts(claimed)]).toEqual([3, 3]);
    expect(await claim(id, 20, null)).toHaveLength(2);
    expect(await claim(id, 20, null)).toEqual([]);
  });

  it('share the slots of a limit as well', async () => {
    const id = await backlog(40, 40, { rate_per_second: 10 });
    const claimed = await claim(id, 9, 0, true);
    expect([claimed.length, firsts(claimed)]).toEqual([9, 5]);
  });

  it('both go on when a destination with a long backlog of retries is back, with one call at a time', async () => {
    await using peer = await startHttpPeer();
    const id = await backlog(60, 30, { kind: 'http', config: { url: peer.origin }, concurrency: 1 });
    loops.push(startDeliveryLoop());
    await until(() => expect(peer.calls.length).toBeGreaterThanOrEqual(60));
    const left = (await readDeliveries(id)).filter(({ status }) => status !== 'delivered');
    expect(left.filter(({ attempt_count }) => attempt_count === 0)).toEqual([]);
  });
});

describe('the places of a process', () => {
  it('are not taken by those that hang: another still has as many calls under way as its part', async () => {
    await using hanging = await startHttpPeer(() => {});
    let underWay = 0;
    let most = 0;
    await using healthy = await startHttpPeer((_call, response) => {
      underWay += 1;
      most = Math.max(most, underWay);
      setTimeout(() => {
        underWay -= 1;
        response.end();
      }, 20);
    });
    const http = (origin: string) => ({ kind: 'http', config: { url: origin }, concurrency: 100 });
    const stuck = await Promise.all(Array.from({ length: 4 }, () => storeDestination(http(hanging.origin))));
    const ids = await events(150);
    for (const { id } of stuck) await storeDeliveries(id, ids);
    const loop = startDeliveryLoop();
    loops.push(loop);
    await until(() => expect(hanging.calls.length).toBeGreaterThanOrEqual(190));
    const calls = stuck.map(
      async ({ id }) => (await readDeliveries(id)).filter(({ status }) => status === 'delivering').length,
    );
    const held = await Promise.all(calls);
    expect(Math.max(...held)).toBeLessThanOrEqual(128);
    expect(256 - held.reduce((sum, one) => sum + one)).toBeGreaterThanOrEqual(4);

    const sound = await storeDestination(http(healthy.origin));
    await storeDeliveries(sound.id, ids);
    loop.wake();
    await until(() => expect(healthy.calls).toHaveLength(150));
    expect(most).toBeGreaterThan(4);
    await hanging[Symbol.asyncDispose]();
  });
});
