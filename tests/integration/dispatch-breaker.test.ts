import { afterEach, describe, expect, it } from 'vitest';
import { systemContext } from '#lib/auth/context.ts';
import { claimDueDeliveries } from '#lib/dispatch/delivering/repo.ts';
import { type DeliveryLoop, startDeliveryLoop } from '#lib/dispatch/delivering/start-delivery-loop.ts';
import { getDestination } from '#lib/dispatch/get-destination.ts';
import { resumeDestination } from '#lib/dispatch/resume-destination.ts';
import type { DestinationWithHealth } from '#lib/dispatch/schema.ts';
import { updateDestination } from '#lib/dispatch/update-destination.ts';
import { pool } from '#lib/platform/db.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import {
  passTime,
  quietLog,
  readDeliveries,
  storeDeliveries,
  storeDestination,
  storeEvents,
  until,
} from '#tests/support/peer-dispatch.ts';
import { type HttpPeer, startHttpPeer } from '#tests/support/peer-http.ts';

process.env.OUTBOUND_ALLOW = '127.0.0.0/8';
useTestDatabase();

const loops: DeliveryLoop[] = [];
const startLoop = (): DeliveryLoop => {
  const loop = startDeliveryLoop();
  loops.push(loop);
  return loop;
};
afterEach(async () => {
  await Promise.all(loops.splice(0).map((loop) => loop.stop()));
  await pool().query('UPDATE destinations SET enabled = false, disabled_reason = NULL');
});

const ctx = () => systemContext('test');
const read = (id: string): Promise<DestinationWithHealth> => getDestination(ctx(), id);
const stateOf = async (id: string): Promise<string> => (await read(id)).health.breaker.state;
const audited = async (id: string): Promise<{ action: string; actor: string; after: unknown }[]> => {
  const { rows } = await pool().query(
    `SELECT action, actor_type || ' ' || actor_name AS actor, after FROM audit_entries
      WHERE subject_id = $1 AND action <> 'destinations.create' ORDER BY id`,
    [id],
  );
  return rows;
};

/** Lets time pass for the breaker alone. */
async function passProbeTime(id: string, ms: number): Promise<void> {
  await pool().query(
    `UPDATE destination_breakers SET next_probe_at = next_probe_at - $2::float8 * interval '1 millisecond'
      WHERE destination_id = $1`,
    [id, ms],
  );
}

/** A destination whose receiver refuses, with its breaker open. */
async function failing(
  peer: HttpPeer,
  waiting = 40,
  settings: Record<string, unknown> = {},
): Promise<string> {
  peer.answer((_call, response) => response.writeHead(500).end());
  const { id } = await storeDestination({ kind: 'http', config: { url: peer.origin }, ...settings });
  await storeDeliveries(id, await storeEvents(Array.from({ length: waiting }, () => ({}))));
  return id;
}

describe('a destination that fails', () => {
  it('is left alone, its deliveries use up no attempts, and three good probes let all go on', async () => {
    using _quiet = quietLog();
    await using peer = await startHttpPeer();
    const id = await failing(peer);
    const loop = startLoop();
    await until(async () => expect(await stateOf(id)).toBe('open'));
    const { breaker } = (await read(id)).health;
    expect(breaker.failed_half_opens).toBe(0);
    expect(Date.parse(breaker.next_probe_at ?? '') - Date.parse(breaker.opened_at ?? '')).toBe(30_000);
    expect(await audited(id)).toMatchObject([
      { action: 'destinations.stop_calls', actor: 'system delivery', after: { what: 'failing' } },
    ]);

    await until(async () => expect((await read(id)).health.in_flight).toBe(0));
    const calls = peer.calls.length;
    const untouched = (await readDeliveries(id)).filter(({ attempt_count }) => attempt_count === 0);
    expect(untouched).toHaveLength(40 - calls);
    await passTime(id, 60_000);
    loop.wake();
    await new Promise((later) => setTimeout(later, 700));
    expect(peer.calls).toHaveLength(calls);

    peer.answer((_call, response) => response.end());
    await passProbeTime(id, 30_000);
    loop.wake();
    await until(async () =>
      expect((await readDeliveries(id)).every(({ status }) => status === 'delivered')).toBe(true),
    );
    expect(await stateOf(id)).toBe('closed');
    expect((await audited(id)).map(({ action }) => action)).toEqual([
      'destinations.stop_calls',
      'destinations.resume_calls',
    ]);
  });

  it('gets one probe at a time, whoever asks, and a longer rest after each that fails', async () => {
    using _quiet = quietLog();
    await using peer = await startHttpPeer();
    const id = await failing(peer);
    const all = [startLoop(), startLoop(), startLoop()];
    await until(async () => expect(await stateOf(id)).toBe('open'));
    await until(async () => expect((await read(id)).health.in_flight).toBe(0));
    const calls = peer.calls.length;
    let refuse: (() => void) | undefined;
    peer.answer((_call, response) => {
      refuse = () => response.writeHead(503).end();
    });
    await passProbeTime(id, 30_000);
    for (const loop of all) loop.wake();
    await until(() => expect(refuse).toBeDefined());
    for (const loop of all) loop.wake();
    await new Promise((later) => setTimeout(later, 300));
    expect(peer.calls).toHaveLength(calls + 1);
    expect(await stateOf(id)).toBe('half_open');
    refuse?.();
    await until(async () => expect(await stateOf(id)).toBe('open'));
    const { breaker } = (await read(id)).health;
    expect(breaker.failed_half_opens).toBe(1);
    expect(Date.parse(breaker.next_probe_at ?? '') - Date.now()).toBeGreaterThan(50_000);
    expect(peer.calls).toHaveLength(calls + 1);
  });

  it('is probed within its rate', async () => {
    using _quiet = quietLog();
    await using peer = await startHttpPeer();
    const id = await failing(peer, 40, { rate_per_second: 100 });
    const loop = startLoop();
    await until(async () => expect(await stateOf(id)).toBe('open'));
    peer.answer((_call, response) => response.end());
    await passTime(id, 60_000);
    await passProbeTime(id, 30_000);
    loop.wake();
    await until(async () =>
      expect((await readDeliveries(id)).every(({ status }) => status === 'delivered')).toBe(true),
    );
  });

  it('is called by nobody who looked before it was open', async () => {
    const { id } = await storeDestination({ kind: 'log', config: {} });
    await storeDeliveries(id, await storeEvents([{}]));
    await pool().query(
      `UPDATE destination_breakers SET state = 'open', next_probe_at = now() + interval '1 hour' WHERE destination_id = $1`,
      [id],
    );
    const request = { destinationId: id, want: 9, workerId: crypto.randomUUID(), leaseMs: 9_000 };
    const slots = { horizonMs: 400, toleranceMs: 25, turn: 0 as const };
    for (const probing of [true, false])
      for (const limited of [true, false])
        expect(await claimDueDeliveries({ ...request, ...slots, probing, limited })).toEqual([]);
  });

  it('is disabled after ten failed probes: the reason is kept, what waits is on the dead shelf with it', async () => {
    using _quiet = quietLog();
    await using peer = await startHttpPeer();
    const id = await failing(peer);
    const loop = startLoop();
    await until(async () => expect(await stateOf(id)).toBe('open'));
    await until(async () => expect((await read(id)).health.in_flight).toBe(0));
    await pool().query('UPDATE destination_breakers SET failed_half_opens = 9 WHERE destination_id = $1', [
      id,
    ]);
    await passProbeTime(id, 30_000);
    loop.wake();
    await until(async () => expect((await read(id)).enabled).toBe(false));
    const destination = await read(id);
    expect(destination.disabled_reason).toBe('It failed for hours, and at every one of ten single tries.');
    expect(Date.now() - Date.parse(destination.disabled_at ?? '')).toBeLessThan(20_000);
    expect((await audited(id)).at(-1)).toMatchObject({
      action: 'destinations.disable',
      actor: 'system delivery',
      after: { reason: destination.disabled_reason },
    });
    startLoop();
    await until(async () => {
      const left = await readDeliveries(id);
      expect(left.every(({ status }) => status === 'dead')).toBe(true);
      expect(left.at(-1)?.reason).toBe(`The destination was disabled. ${destination.disabled_reason}`);
    });

    const enabled = await updateDestination(ctx(), id, { enabled: true });
    expect(enabled).toMatchObject({ enabled: true, disabled_at: null, disabled_reason: null });
    expect(await stateOf(id)).toBe('closed');
  });

  it('is called at once when somebody resumes it, and that is on record', async () => {
    using _quiet = quietLog();
    await using peer = await startHttpPeer();
    const id = await failing(peer);
    startLoop();
    await until(async () => expect(await stateOf(id)).toBe('open'));
    peer.answer((_call, response) => response.end());
    await passTime(id, 60_000);
    await resumeDestination(ctx(), id);
    await until(async () =>
      expect((await readDeliveries(id)).every(({ status }) => status === 'delivered')).toBe(true),
    );
    expect((await audited(id)).at(-1)).toMatchObject({ action: 'destinations.resume', actor: 'system test' });
  });
});

describe('a destination that answers 410', () => {
  it('is disabled at once, with the reason and an audit row', async () => {
    using _quiet = quietLog();
    await using peer = await startHttpPeer((_call, response) => response.writeHead(410).end());
    const { id } = await storeDestination({ kind: 'http', config: { url: peer.origin }, concurrency: 1 });
    await storeDeliveries(id, await storeEvents([{}]));
    startLoop();
    await until(async () => expect((await read(id)).enabled).toBe(false));
    expect(peer.calls).toHaveLength(1);
    expect((await readDeliveries(id))[0]).toMatchObject({ status: 'dead', reason: 'Answered 410.' });
    const reason = 'It answered 410 Gone: it takes nothing any more.';
    expect(await read(id)).toMatchObject({ disabled_reason: reason, version: 2 });
    expect(await audited(id)).toMatchObject([
      { action: 'destinations.disable', actor: 'system delivery', after: { reason } },
    ]);
  });
});
