import { afterEach, describe, expect, it } from 'vitest';
import { systemContext } from '#lib/auth/context.ts';
import { type DeliveryLoop, startDeliveryLoop } from '#lib/dispatch/delivering/start-delivery-loop.ts';
import { pauseDestination } from '#lib/dispatch/pause-destination.ts';
import { resumeDestination } from '#lib/dispatch/resume-destination.ts';
import { updateDestination } from '#lib/dispatch/update-destination.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import {
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

const loops: DeliveryLoop[] = [];
const startLoop = (): DeliveryLoop => {
  const loop = startDeliveryLoop();
  loops.push(loop);
  return loop;
};
afterEach(async () => {
  await Promise.all(loops.splice(0).map((loop) => loop.stop()));
});
const ctx = () => systemContext('test');
const statuses = async (id: string): Promise<string[]> =>
  (await readDeliveries(id)).map(({ status }) => status);

describe('a paused destination', () => {
  it('ends what is under way, sends nothing more, keeps what comes, and goes on when it is resumed', async () => {
    let finish: (() => void) | undefined;
    await using peer = await startHttpPeer((_call, response) => {
      finish = () => response.end();
    });
    const { id } = await storeDestination({ kind: 'http', config: { url: peer.origin }, concurrency: 1 });
    const other = await storeDestination({ kind: 'log', config: {} });
    await storeDeliveries(id, await storeEvents([{}, {}]));
    const loop = startLoop();
    await until(() => expect(finish).toBeDefined());
    await pauseDestination(ctx(), id);
    finish?.();
    await until(async () => expect(await readAttempts(id)).toMatchObject([{ outcome: 'delivered' }]));
    peer.answer((_call, response) => response.end());
    await storeDeliveries(id, await storeEvents([{}]));
    // The loop has looked since, and found only the other's.
    await storeDeliveries(other.id, await storeEvents([{}]));
    loop.wake();
    await until(async () => expect(await statuses(other.id)).toEqual(['delivered']));
    expect(await statuses(id)).toEqual(['delivered', 'pending', 'pending']);
    expect((await readDeliveries(id)).map(({ attempt_count }) => attempt_count)).toEqual([1, 0, 0]);
    expect(peer.calls).toHaveLength(1);
    await resumeDestination(ctx(), id);
    await until(async () => expect(await statuses(id)).toEqual(['delivered', 'delivered', 'delivered']));
  });

  it('whose call under way fails keeps the delivery for later', async () => {
    let finish: (() => void) | undefined;
    await using peer = await startHttpPeer((_call, response) => {
      finish = () => response.writeHead(500).end();
    });
    const { id } = await storeDestination({ kind: 'http', config: { url: peer.origin } });
    await storeDeliveries(id, await storeEvents([{}]));
    startLoop();
    await until(() => expect(finish).toBeDefined());
    await pauseDestination(ctx(), id);
    finish?.();
    await until(async () => expect(await readAttempts(id)).toHaveLength(1));
    expect(await statuses(id)).toEqual(['pending']);
  });

  it('that is disabled drops what waits, and is not paused when it is enabled again', async () => {
    const { id } = await storeDestination({ kind: 'log', config: {} });
    await pauseDestination(ctx(), id);
    await storeDeliveries(id, await storeEvents([{}]));
    await updateDestination(ctx(), id, { enabled: false });
    startLoop();
    await until(async () => expect(await statuses(id)).toEqual(['discarded']));
    await expect(pauseDestination(ctx(), id)).rejects.toMatchObject({ code: 'conflict' });
    await expect(resumeDestination(ctx(), id)).rejects.toMatchObject({ code: 'conflict' });
    expect(await updateDestination(ctx(), id, { enabled: true })).toMatchObject({
      enabled: true,
      paused_at: null,
      disabled_at: null,
    });
  });

  it('stays as it is when it is paused again, and leaves one audit row for each change', async () => {
    const { id } = await storeDestination({ kind: 'log', config: {} });
    const first = await pauseDestination(ctx(), id);
    expect(first.paused_at).not.toBeNull();
    expect(await pauseDestination(ctx(), id)).toEqual(first);
    const resumed = await resumeDestination(ctx(), id);
    expect(resumed).toMatchObject({ paused_at: null, version: first.version + 1 });
    expect(await resumeDestination(ctx(), id)).toEqual(resumed);
  });
});
