import { afterEach, describe, expect, it, vi } from 'vitest';
import { systemContext } from '#lib/auth/context.ts';
import { deleteDestination } from '#lib/dispatch/delete-destination.ts';
import { type DeliveryLoop, startDeliveryLoop } from '#lib/dispatch/delivering/start-delivery-loop.ts';
import { listEventDeliveries } from '#lib/dispatch/list-event-deliveries.ts';
import { updateDestination } from '#lib/dispatch/update-destination.ts';
import { pool } from '#lib/platform/db.ts';
import { log } from '#lib/platform/log.ts';
import { verifyWebhook } from '#lib/platform/signature.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import {
  passTime,
  quietLog,
  readAttempts,
  readDeliveries,
  storeDeliveries,
  storeDestination,
  storeEvents,
  until,
} from '#tests/support/peer-dispatch.ts';
import { startGraphqlPeer } from '#tests/support/peer-graphql.ts';
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

const statuses = async (destinationId: string): Promise<string[]> =>
  (await readDeliveries(destinationId)).map(({ status }) => status);
const settled = (destinationId: string, expected: string[]): Promise<void> =>
  until(async () => expect(await statuses(destinationId)).toEqual(expected));

describe('deliveries', () => {
  it('reach an HTTP receiver once, signed, with every attempt recorded', async () => {
    await using peer = await startHttpPeer((_call, response) => response.end('thanks'));
    const destination = await storeDestination({ kind: 'http', config: { url: `${peer.origin}/hook` } });
    const eventIds = await storeEvents([{ data: { n: 1 } }, { data: { n: 2 } }, { data: { n: 3 } }]);
    const ids = await storeDeliveries(destination.id, eventIds);
    startLoop();
    await settled(destination.id, ['delivered', 'delivered', 'delivered']);
    expect(peer.calls.map((call) => call.headers['webhook-id']).sort()).toEqual(ids);
    const call = peer.calls[0];
    const headers = call?.headers as Record<string, string>;
    expect(
      verifyWebhook(destination.signing_secret ?? '', call?.body ?? '', { headers, now: new Date() }),
    ).toBe(true);
    expect(await readAttempts(destination.id)).toEqual(
      ids.map((delivery_id) =>
        expect.objectContaining({
          delivery_id,
          number: 1,
          outcome: 'delivered',
          status_code: 200,
          response: 'thanks',
          request: expect.stringContaining(`"webhook-id":"${delivery_id}"`),
        }),
      ),
    );
  });

  it('reach a GraphQL target', async () => {
    await using peer = await startGraphqlPeer();
    const destination = await storeDestination({ kind: 'graphql', config: { url: peer.url } });
    const [eventId] = await storeEvents([{ data: { body: 'hello' } }]);
    await storeDeliveries(destination.id, [eventId as string]);
    startLoop();
    await settled(destination.id, ['delivered']);
    expect(peer.received).toMatchObject([
      { id: eventId, name: 'order paid', body: 'hello', brand: 'testBrand' },
    ]);
  });

  it('reach the log', async () => {
    const lines = vi.spyOn(log, 'info');
    const destination = await storeDestination({ kind: 'log', config: {} });
    const [eventId] = await storeEvents([{ data: { body: 'hello' } }]);
    await storeDeliveries(destination.id, [eventId as string]);
    startLoop();
    await settled(destination.id, ['delivered']);
    expect(lines.mock.calls.map(([fields]) => fields)).toContainEqual(
      expect.objectContaining({ event: expect.objectContaining({ id: eventId, data: { body: 'hello' } }) }),
    );
    lines.mockRestore();
  });

  it('carry the masked form, and nothing when there is none', async () => {
    await using peer = await startHttpPeer();
    const destination = await storeDestination({ kind: 'http', config: { url: peer.origin } });
    const secret = { card: '4111111111111111' };
    const eventIds = await storeEvents([
      { verdict: 'redact', data: secret, masked: { card: '****1111' } },
      { verdict: 'redact', data: secret },
      { verdict: 'block', data: secret },
      { verdict: null, data: secret },
    ]);
    await storeDeliveries(destination.id, eventIds);
    startLoop();
    await settled(destination.id, ['delivered', 'withheld', 'withheld', 'withheld']);
    expect(peer.calls).toHaveLength(1);
    expect(peer.calls[0]?.body).toContain('****1111');
    expect(peer.calls[0]?.body).not.toContain('4111111111111111');
  });

  it('carry numbers digit by digit', async () => {
    await using peer = await startHttpPeer();
    const destination = await storeDestination({ kind: 'http', config: { url: peer.origin } });
    const eventIds = await storeEvents([{}]);
    await pool().query(`UPDATE events SET data = '{"n": 12345678901234567890.5}' WHERE id = $1`, eventIds);
    await storeDeliveries(destination.id, eventIds);
    startLoop();
    await settled(destination.id, ['delivered']);
    expect(peer.calls[0]?.body).toContain('"n":12345678901234567890.5');
  });

  it('are discarded when the event is no longer kept', async () => {
    const destination = await storeDestination({ kind: 'log', config: {} });
    await storeDeliveries(destination.id, ['0199b1a0-0000-7000-8000-00000000dead']);
    startLoop();
    await settled(destination.id, ['discarded']);
  });

  it('follow the retry plan and end on the dead shelf with the reason', async () => {
    await using peer = await startHttpPeer((_call, response) => response.writeHead(500).end('broken'));
    const retry_plan_ms = [60_000, 600_000];
    const destination = await storeDestination({ kind: 'http', config: { url: peer.origin }, retry_plan_ms });
    await storeDeliveries(destination.id, await storeEvents([{}]));
    const loop = startLoop();
    for (const [i, planned] of retry_plan_ms.entries()) {
      await until(async () => expect(await readAttempts(destination.id)).toHaveLength(i + 1));
      const attempt = (await readAttempts(destination.id))[i];
      expect(attempt).toMatchObject({
        number: i + 1,
        outcome: 'refused',
        status_code: 500,
        response: 'broken',
      });
      expect(attempt?.wait_ms).toBeGreaterThan(planned * 0.79);
      expect(attempt?.wait_ms).toBeLessThan(planned * 1.21);
      expect(await statuses(destination.id)).toEqual(['pending']);
      await passTime(destination.id, planned * 1.21);
      loop.wake();
    }
    await settled(destination.id, ['dead']);
    expect(peer.calls).toHaveLength(3);
    expect((await readDeliveries(destination.id))[0]).toMatchObject({
      attempt_count: 3,
      reason: 'Answered 500.',
      due_in_ms: null,
    });
    expect((await readAttempts(destination.id))[2]?.wait_ms).toBeNull();
  });

  it('wait as long as the destination asks', async () => {
    await using peer = await startHttpPeer((_call, response) =>
      response.writeHead(429, { 'retry-after': '100' }).end(),
    );
    const destination = await storeDestination({
      kind: 'http',
      config: { url: peer.origin },
      retry_plan_ms: [1_000],
    });
    await storeDeliveries(destination.id, await storeEvents([{}]));
    startLoop();
    await until(async () => expect(await readAttempts(destination.id)).toHaveLength(1));
    const [attempt] = await readAttempts(destination.id);
    expect(attempt?.wait_ms).toBeGreaterThan(99_900);
    expect(attempt?.wait_ms).toBeLessThan(121_000);
  });

  it('succeed at the second attempt', async () => {
    await using peer = await startHttpPeer((_call, response) => response.writeHead(503).end());
    const destination = await storeDestination({
      kind: 'http',
      config: { url: peer.origin },
      retry_plan_ms: [100, 100],
    });
    await storeDeliveries(destination.id, await storeEvents([{}]));
    startLoop();
    await until(() => expect(peer.calls).toHaveLength(1));
    peer.answer((_call, response) => response.end());
    await settled(destination.id, ['delivered']);
    expect((await readAttempts(destination.id)).map(({ outcome }) => outcome)).toEqual([
      'refused',
      'delivered',
    ]);
    expect(new Set(peer.calls.map((call) => call.headers['webhook-id'])).size).toBe(1);
  });

  it('are dead at once when the destination is gone for good', async () => {
    await using peer = await startHttpPeer((_call, response) => response.writeHead(410).end());
    const destination = await storeDestination({ kind: 'http', config: { url: peer.origin } });
    await storeDeliveries(destination.id, await storeEvents([{}]));
    startLoop();
    await settled(destination.id, ['dead']);
    expect(peer.calls).toHaveLength(1);
  });

  it('keep no secret that a destination echoes', async () => {
    await using peer = await startHttpPeer((call, response) => {
      response.writeHead(400).end(`bad key ${call.headers['x-api-key']}\0`);
    });
    const headers = { 'x-api-key': 'key-0123456789' };
    // The event holds it by chance.
    const data = { note: 'key-0123456789' };
    const destination = await storeDestination({ kind: 'http', config: { url: peer.origin, headers } });
    const eventIds = await storeEvents([{ data }]);
    await storeDeliveries(destination.id, eventIds);
    startLoop();
    await until(async () => expect(await readAttempts(destination.id)).toHaveLength(1));
    const [delivery] = await listEventDeliveries(systemContext('test'), eventIds[0] as string);
    expect(delivery?.attempts[0]?.response).toBe('bad key ••••••••\uFFFD');
    expect(delivery?.attempts[0]?.request).toMatchObject({
      method: 'POST',
      url: peer.origin,
      headers: { 'x-api-key': '••••••••', 'webhook-signature': expect.stringMatching(/^v1,/) },
      body: expect.stringContaining('"note":"••••••••"'),
    });
  });

  it('to a disabled or deleted destination are discarded, one under way too', async () => {
    let release: (() => void) | undefined;
    await using peer = await startHttpPeer((_call, response) => {
      release = () => response.writeHead(500).end();
    });
    const disabled = await storeDestination({ kind: 'http', config: { url: peer.origin }, concurrency: 1 });
    const deleted = await storeDestination({ kind: 'log', config: {}, enabled: false });
    await storeDeliveries(disabled.id, await storeEvents([{}, {}]));
    await storeDeliveries(deleted.id, await storeEvents([{}]));
    startLoop();
    await until(() => expect(release).toBeDefined());
    await updateDestination(systemContext('test'), disabled.id, { enabled: false });
    await deleteDestination(systemContext('test'), deleted.id);
    release?.();
    await until(async () => expect((await statuses(disabled.id))[0]).toBe('discarded'));
    startLoop();
    await settled(disabled.id, ['discarded', 'discarded']);
    await settled(deleted.id, ['discarded']);
    expect(peer.calls).toHaveLength(1);
  });
});

describe('stopping', () => {
  it('lets a call under way finish and records it, and gives back what waits for its slot', async () => {
    let finish: (() => void) | undefined;
    await using peer = await startHttpPeer((_call, response) => {
      finish = () => response.end();
    });
    const destination = await storeDestination({
      kind: 'http',
      config: { url: peer.origin },
      rate_per_second: 4,
    });
    await storeDeliveries(destination.id, await storeEvents([{}, {}, {}]));
    const loop = startDeliveryLoop();
    await until(() => expect(finish).toBeDefined());
    const stopped = loop.stop();
    finish?.();
    await stopped;
    const deliveries = await readDeliveries(destination.id);
    expect(deliveries.map(({ status }) => status).sort()).toEqual(['delivered', 'pending', 'pending']);
    expect(deliveries.map(({ attempt_count }) => attempt_count).sort()).toEqual([0, 0, 1]);
    expect(deliveries.every(({ claimed_by }) => claimed_by === null)).toBe(true);
    expect(peer.calls).toHaveLength(1);
  });
});

describe('a destination that is disabled', () => {
  it('has its call under way waited for and recorded by a loop that stops', async () => {
    let finish: (() => void) | undefined;
    await using peer = await startHttpPeer((_call, response) => {
      finish = () => response.end();
    });
    const destination = await storeDestination({ kind: 'http', config: { url: peer.origin } });
    const other = await storeDestination({ kind: 'log', config: {} });
    const eventIds = await storeEvents([{}]);
    await storeDeliveries(destination.id, eventIds);
    const loop = startDeliveryLoop();
    await until(() => expect(finish).toBeDefined());
    await updateDestination(systemContext('test'), destination.id, { enabled: false });
    // Delivered after the change, so the loop has seen it.
    await storeDeliveries(other.id, eventIds);
    loop.wake();
    await settled(other.id, ['delivered']);
    const stopped = loop.stop();
    finish?.();
    await stopped;
    expect(await statuses(destination.id)).toEqual(['delivered']);
    expect(await readAttempts(destination.id)).toMatchObject([{ outcome: 'delivered' }]);
  });
});

describe('a destination that cannot be opened', () => {
  it('keeps its deliveries waiting until it is mended, and disturbs nobody', async () => {
    using _quiet = quietLog();
    const broken = await storeDestination({ kind: 'log', config: {} });
    const sound = await storeDestination({ kind: 'log', config: {} });
    await pool().query(`UPDATE destinations SET config = '{"level": "loud"}' WHERE id = $1`, [broken.id]);
    const eventIds = await storeEvents([{}]);
    await storeDeliveries(broken.id, eventIds);
    await storeDeliveries(sound.id, eventIds);
    startLoop();
    await settled(sound.id, ['delivered']);
    expect(await statuses(broken.id)).toEqual(['pending']);
    await updateDestination(systemContext('test'), broken.id, { config: { level: 'info' } });
    await settled(broken.id, ['delivered']);
  });
});

describe('a database that cuts every connection', () => {
  it('loses nothing', async () => {
    using _quiet = quietLog();
    await using peer = await startHttpPeer();
    const destination = await storeDestination({ kind: 'http', config: { url: peer.origin } });
    await storeDeliveries(destination.id, await storeEvents(Array.from({ length: 300 }, () => ({}))));
    const loop = startLoop();
    for (const calls of [40, 120, 200]) {
      await until(() => expect(peer.calls.length).toBeGreaterThan(calls));
      await pool()
        .query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()')
        .catch(() => undefined);
      loop.wake();
    }
    // A claim whose answer was cut off has no sender: its lease has to run out.
    await until(async () => {
      await passTime(destination.id, 100);
      const open = (await statuses(destination.id)).filter((status) => status !== 'delivered');
      expect(open).toEqual([]);
    });
    const ids = peer.calls.map((call) => call.headers['webhook-id']);
    expect(new Set(ids).size).toBe(300);
  });
});

describe('a destination that hangs', () => {
  it('does not slow the others', async () => {
    await using hanging = await startHttpPeer(() => {});
    await using healthy = await startHttpPeer();
    const stuck = await storeDestination({
      kind: 'http',
      config: { url: hanging.origin },
      timeout_ms: 30_000,
    });
    const sound = await storeDestination({ kind: 'http', config: { url: healthy.origin } });
    const eventIds = await storeEvents(Array.from({ length: 200 }, () => ({})));
    await storeDeliveries(stuck.id, eventIds);
    await storeDeliveries(sound.id, eventIds);
    const startedAt = performance.now();
    startLoop();
    await until(() => expect(healthy.calls).toHaveLength(200));
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    expect(hanging.calls).toHaveLength(8);
    await hanging[Symbol.asyncDispose]();
    await settled(
      sound.id,
      Array.from({ length: 200 }, () => 'delivered'),
    );
  });
});
