import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { warmUpIngest } from '#lib/events/accept-events.ts';
import { acceptEndpoint } from '#lib/http/accept-endpoint.ts';
import type { PlainResponse } from '#lib/http/problem.ts';
import { pool } from '#lib/platform/db.ts';
import { forgetSingleton } from '#lib/platform/singleton.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { type DatabaseProxy, startDatabaseProxy } from '#tests/support/database-proxy.ts';
import { makeClient, type TestClient } from '#tests/support/make-client.ts';
import { quietLog } from '#tests/support/peer-dispatch.ts';

const database = useTestDatabase();
let proxy: DatabaseProxy;
const quiet = quietLog();
beforeAll(async () => {
  proxy = await startDatabaseProxy(database.url);
  process.env.DATABASE_URL = proxy.url;
  forgetSingleton('env');
  await warmUpIngest();
  // What a first event of a process costs besides is not what is measured here.
  await send(await makeClient());
});
afterEach(() => proxy.restore());
afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
  quiet[Symbol.dispose]();
});

type Timed = { answer: PlainResponse; afterMs: number };
type Sending = { name?: string; id?: string; bodyTakesMs?: number; isComplete?: boolean };

/** One event to the endpoint; the time is counted from the moment the request was complete. */
async function send({ token }: TestClient, sending: Sending = {}): Promise<Timed> {
  const { name = 'one', id, bodyTakesMs = 0, isComplete = bodyTakesMs === 0 } = sending;
  let completeAtMs = performance.now();
  async function* body(): AsyncGenerator<Uint8Array> {
    const bytes = Buffer.from(JSON.stringify({ name, ...(id === undefined ? {} : { id }) }));
    yield bytes.subarray(0, 5);
    if (bodyTakesMs > 0) {
      await pause(bodyTakesMs);
      completeAtMs = performance.now();
    }
    yield bytes.subarray(5);
  }
  const answer = await acceptEndpoint({
    method: 'POST',
    headers: new Headers({ authorization: `Bearer ${token}`, 'content-type': 'application/json' }),
    body: body(),
    isComplete: () => isComplete,
    address: '127.0.0.1',
  });
  return { answer, afterMs: performance.now() - completeAtMs };
}

const expectRefused = ({ answer }: Timed): void => {
  expect(answer.status).toBe(503);
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
};

describe('202', () => {
  it('is said although a client has to be looked up first, when both are done in time', async () => {
    const client = await makeClient();
    proxy.slow(80);
    const { answer, afterMs } = await send(client);
    expect(answer.status).toBe(202);
    expect(afterMs).toBeLessThan(500);
  });

  it('is said to a sender that took its time with the body', async () => {
    const client = await makeClient();
    proxy.slow(60);
    const { answer, afterMs } = await send(client, { bodyTakesMs: 900 });
    expect(answer.status).toBe(202);
    expect(afterMs).toBeLessThan(500);
  });

  it.each([0, 50, 100, 150, 200, 250, 300, 350, 400, 450, 600])(
    'is never said late: with a store that answers after %i ms it comes within 500 ms, or it is a 503',
    async (answersMs) => {
      const [known, unknown] = [await makeClient(), await makeClient()];
      await send(known);
      proxy.slow(answersMs);
      const all = await Promise.all([send(known), send(unknown), send(unknown, { bodyTakesMs: 120 })]);
      for (const timed of all) {
        if (timed.answer.status === 202) expect(timed.afterMs).toBeLessThan(500);
        else expectRefused(timed);
      }
      if (answersMs === 0) expect(all.map(({ answer }) => answer.status)).toEqual([202, 202, 202]);
      if (answersMs >= 450) expect(all.map(({ answer }) => answer.status)).toEqual([503, 503, 503]);
    },
  );
});

describe('503', () => {
  it('is said when looking up the client and storing are each in time, and together are not', async () => {
    const [known, unknown] = [await makeClient(), await makeClient()];
    await send(known);
    proxy.slow(300);
    const [warm, cold] = await Promise.all([send(known), send(unknown, { id: 'cold' })]);
    expect(warm.answer.status).toBe(202);
    expectRefused(cold);
    expect(cold.afterMs).toBeLessThan(700);
  });

  it('may be said of an event that is stored all the same; sent again under its id, it is stored once', async () => {
    const client = await makeClient();
    proxy.slow(300);
    expectRefused(await send(client, { id: 'again' }));
    proxy.restore();
    await expect.poll(async () => (await send(client, { id: 'again' })).answer.status).toBe(202);
    const { rowCount } = await pool().query(
      `SELECT 1 FROM events WHERE client_id = $1 AND external_id = 'again'`,
      [client.id],
    );
    expect(rowCount).toBe(1);
  });
});
