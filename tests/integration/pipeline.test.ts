import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GET as readEvent } from '#app/api/v1/events/[id]/route.ts';
import { PATCH as changePattern } from '#app/api/v1/patterns/[id]/route.ts';
import { POST as createPattern } from '#app/api/v1/patterns/route.ts';
import { workQueue } from '#jobs/run-job.ts';
import { systemContext } from '#lib/auth/context.ts';
import { type DeliveryLoop, startDeliveryLoop } from '#lib/dispatch/delivering/start-delivery-loop.ts';
import { closeScanner } from '#lib/dlp/scan-documents.ts';
import { sweepEvents } from '#lib/events/sweep-events.ts';
import { installDefaults } from '#lib/pipeline/install-defaults.ts';
import { processEvents } from '#lib/pipeline/process-events.ts';
import { startChangeFeed, stopChangeFeed } from '#lib/platform/change-feed.ts';
import { pool } from '#lib/platform/db.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { forgetSingleton } from '#lib/platform/singleton.ts';
import { workerBoss } from '#lib/queue/boss.ts';
import { enqueue } from '#lib/queue/enqueue.ts';
import { callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makeClient, type TestClient } from '#tests/support/make-client.ts';
import { quietLog, storeDestination } from '#tests/support/peer-dispatch.ts';
import { type HttpPeer, startHttpPeer } from '#tests/support/peer-http.ts';
import { makePerson, type Person } from '#tests/support/people.ts';
import { takeAndProcess, takeEvents } from '#tests/support/take-events.ts';

process.env.OUTBOUND_ALLOW = '127.0.0.1/32';
useTestDatabase();
const CARD = '4111 1111 1111 1111';
const MASKED_CARD = '************1111';
const PRIVATE_KEY = `-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIIrYSSNQFaA2Hwf1duRSxKtLYX5CB04fSeQ6tF1aY1aPuj0TMNGt
-----END EC PRIVATE KEY-----`;

let admin: Person;
let client: TestClient;
let peer: HttpPeer;
let deliveries: DeliveryLoop;
let boss: Awaited<ReturnType<typeof workerBoss>> | null = null;
beforeAll(async () => {
  await installDefaults(systemContext('tests'));
  admin = await makePerson('ada', ['administrator']);
  client = await makeClient({ name: 'Shop' });
  peer = await startHttpPeer();
  await storeDestination({ name: 'Peer', kind: 'http', config: { url: peer.origin } });
  await startChangeFeed();
  deliveries = startDeliveryLoop();
});
afterEach(async () => {
  await boss?.stop({ graceful: true });
  boss = null;
});
afterAll(async () => {
  await deliveries.stop();
  await closeScanner();
  await stopChangeFeed();
  await peer[Symbol.asyncDispose]();
});

type Step = { step: string; outcome: string; detail: string | null };
type Described = {
  status: string;
  verdict: string | null;
  data: unknown;
  data_withheld: string | null;
  attributes: Record<string, unknown>;
  findings: { pattern: string; masked: string; severity: string }[];
  trace: Step[];
  deliveries: { destination: string; status: string; reason: string | null }[];
};
const describeEvent = async (id: string): Promise<Described> => {
  const path = `/api/v1/events/${id}?masked=true&include=findings,trace,deliveries`;
  const answer = await callRoute(readEvent, { path, params: { id }, token: admin.token });
  expect(answer.status).toBe(200);
  return answer.body as Described;
};
const receivedBy = (id: string): { body: string; data: Record<string, unknown> }[] =>
  peer.calls
    .map(({ body }) => ({ body, data: (JSON.parse(body) as { data: Record<string, unknown> }).data }))
    .filter(({ data }) => data.id === id);
const startWorking = async (): Promise<void> => {
  boss = await workerBoss();
  await workQueue(boss, 'process-events');
};
const dropJobs = (): Promise<unknown> => pool().query(`DELETE FROM pgboss.job WHERE name = 'process-events'`);

describe('an event with a card number', () => {
  it('is enriched, caught, and delivered in its redacted form, with every step in its trace', async () => {
    const [id = ''] = await takeAndProcess(client, [
      { name: 'order.paid', data: { note: `paid with ${CARD}`, amount: 12 } },
    ]);
    deliveries.wake();
    await expect.poll(() => receivedBy(id)).toHaveLength(1);
    const [delivered] = receivedBy(id);
    expect(delivered?.data).toMatchObject({
      id,
      name: 'order.paid',
      verdict: 'redact',
      severity: 'high',
      attributes: { brand: 'testBrand' },
      data: { note: `paid with ${MASKED_CARD}`, amount: 12 },
    });
    expect(delivered?.body).not.toContain('4111');
    await expect.poll(async () => (await describeEvent(id)).deliveries[0]?.status).toBe('delivered');
    const described = await describeEvent(id);
    expect(described.findings).toMatchObject([
      { pattern: 'Card number', masked: MASKED_CARD, severity: 'high' },
    ]);
    expect(described.trace.map(({ step }) => step)).toEqual([
      'received',
      'enriched',
      'scanned',
      'decided',
      'dispatched',
      'delivered',
    ]);
    expect(described.trace.at(-1)).toMatchObject({ outcome: 'delivered', detail: 'Peer' });
    expect(JSON.stringify(described)).not.toContain(CARD);
  });
});

describe('an event with a private key', () => {
  it('is blocked: its deliveries are withheld, and nothing of it leaves', async () => {
    const [id = ''] = await takeAndProcess(client, [{ name: 'deploy', data: { key: PRIVATE_KEY } }]);
    const described = await describeEvent(id);
    expect(described).toMatchObject({
      status: 'processed',
      verdict: 'block',
      data: { key: '********' },
      deliveries: [{ destination: 'Peer', status: 'withheld', reason: 'The scan blocked this event.' }],
    });
    expect(described.trace.at(-1)).toMatchObject({ step: 'dispatched', outcome: 'withheld', detail: 'Peer' });
    const [next = ''] = await takeAndProcess(client, [{ name: 'after it' }]);
    deliveries.wake();
    await expect.poll(() => receivedBy(next)).toHaveLength(1);
    expect(receivedBy(id)).toEqual([]);
  });
});

describe('an event that holds more than can be kept', () => {
  it('is blocked and shows nothing of its content', async () => {
    const cards = Array.from({ length: 10_001 }, () => '4111111111111111');
    const [id = ''] = await takeAndProcess(client, [
      { name: 'dump', data: cards.slice(0, 10_001).join(' ') },
    ]);
    expect(await describeEvent(id)).toMatchObject({
      verdict: 'block',
      data: null,
      data_withheld: 'The event could not be scanned to its end.',
      deliveries: [{ status: 'withheld' }],
    });
  });
});

describe('a scan that fails', () => {
  it('loses no event: they wait as they were, and are processed when it works again', async () => {
    const ids = await takeEvents(client, [{ name: 'a', data: CARD }, { name: 'b' }]);
    await closeScanner();
    await expect(processEvents(ids)).rejects.toThrow('The scanner is shutting down');
    for (const id of ids) {
      expect(await describeEvent(id)).toMatchObject({ status: 'accepted', findings: [], deliveries: [] });
    }
    forgetSingleton('dlp.scanner');
    await processEvents(ids);
    expect(await describeEvent(ids[0] ?? '')).toMatchObject({ status: 'processed', verdict: 'redact' });
    expect(await describeEvent(ids[1] ?? '')).toMatchObject({ status: 'processed', verdict: 'pass' });
  });

  it('goes back to the queue with its job, which is tried again', async () => {
    using _quiet = quietLog();
    const [id = ''] = await takeEvents(client, [{ name: 'again' }]);
    await closeScanner();
    await startWorking();
    const retried = (): Promise<number> =>
      pool()
        .query(`SELECT 1 FROM pgboss.job WHERE name = 'process-events' AND retry_count > 0`)
        .then(({ rowCount }) => rowCount ?? 0);
    await expect.poll(retried, { timeout: 10_000 }).toBeGreaterThan(0);
    expect((await describeEvent(id)).status).toBe('accepted');
    forgetSingleton('dlp.scanner');
    await expect.poll(async () => (await describeEvent(id)).status, { timeout: 10_000 }).toBe('processed');
  });
});

describe('an event that the store refuses to finish', () => {
  it('is set aside alone, shows nothing, and everybody else is processed', async () => {
    using _quiet = quietLog();
    await pool().query(
      `ALTER TABLE events ADD CONSTRAINT no_poison CHECK (NOT (status = 'processed' AND name = 'poison'))`,
    );
    try {
      const names = ['a', 'b', 'poison', 'c', 'd', 'e', 'f'];
      const ids = await takeAndProcess(
        client,
        names.map((name) => ({ name, data: `card ${CARD}` })),
      );
      const described = await Promise.all(ids.map(describeEvent));
      expect(described.map(({ status }) => status)).toEqual(
        names.map((name) => (name === 'poison' ? 'failed' : 'processed')),
      );
      const poison = described[2];
      expect(poison).toMatchObject({
        verdict: null,
        data: null,
        data_withheld: 'The event could not be scanned.',
        findings: [],
        deliveries: [],
      });
      expect(poison?.trace.map(({ step }) => step)).toEqual(['received', 'failed']);
      expect(JSON.stringify(poison)).not.toMatch(/4111|constraint|check/i);
    } finally {
      await pool().query('ALTER TABLE events DROP CONSTRAINT no_poison');
    }
  });
});

describe('work that is given twice', () => {
  it('is done once, however many workers have it at the same time', async () => {
    const ids = await takeEvents(
      client,
      Array.from({ length: 30 }, (_, i) => ({ name: `n${i}`, data: CARD })),
    );
    await Promise.all(Array.from({ length: 6 }, () => processEvents(ids)));
    await processEvents(ids.toReversed());
    const counts = await pool().query(
      `SELECT (SELECT count(*)::int FROM finding_places WHERE subject_id = ANY($1)) AS findings,
        (SELECT count(*)::int FROM deliveries WHERE event_id = ANY($1)) AS deliveries`,
      [ids],
    );
    expect(counts.rows).toEqual([{ findings: 30, deliveries: 30 }]);
  });

  it('passes over events that are not there', async () => {
    await processEvents([uuidv7(), uuidv7()]);
    await processEvents([]);
  });

  it('as two jobs leaves nothing in the queue and one result', async () => {
    const [id = ''] = await takeEvents(client, [{ name: 'twice', data: CARD }]);
    await enqueue('process-events', { ids: [id] });
    await startWorking();
    await expect.poll(async () => (await describeEvent(id)).status, { timeout: 10_000 }).toBe('processed');
    const left = (): Promise<number> =>
      pool()
        .query(
          `SELECT 1 FROM pgboss.job WHERE name = 'process-events' AND state IN ('created', 'retry', 'active')`,
        )
        .then(({ rowCount }) => rowCount ?? 0);
    await expect.poll(left, { timeout: 10_000 }).toBe(0);
    expect((await describeEvent(id)).findings).toHaveLength(1);
  });
});

describe('the sweeper', () => {
  const later = (seconds: number): Date => new Date(Date.now() + seconds * 1_000);
  beforeEach(async () => {
    await dropJobs();
    await pool().query('DELETE FROM sweep_marks');
  });

  it('gives a new job to events that no job holds, and a worker processes them', async () => {
    const ids = await takeEvents(client, [{ name: 'orphan 1' }, { name: 'orphan 2' }]);
    await dropJobs();
    expect(await sweepEvents(later(11))).toEqual({ enqueued: 2 });
    await startWorking();
    for (const id of ids) {
      await expect.poll(async () => (await describeEvent(id)).status, { timeout: 10_000 }).toBe('processed');
    }
  });

  it('leaves alone what is new, what waits in the queue and what is done', async () => {
    const [fresh = ''] = await takeEvents(client, [{ name: 'fresh' }]);
    expect(await sweepEvents(later(11))).toEqual({ enqueued: 0 });
    await dropJobs();
    expect(await sweepEvents(new Date())).toEqual({ enqueued: 0 });
    await processEvents([fresh]);
    expect(await sweepEvents(later(3_600))).toEqual({ enqueued: 0 });
  });

  it('takes what is new and what waits as well when a worker starts, and that does no harm', async () => {
    const [id = ''] = await takeEvents(client, [{ name: 'held by a killed worker', data: CARD }]);
    expect(await sweepEvents(later(1), { afterBreak: true })).toEqual({ enqueued: 1 });
    await startWorking();
    await expect.poll(async () => (await describeEvent(id)).status, { timeout: 10_000 }).toBe('processed');
    expect((await describeEvent(id)).findings).toHaveLength(1);
  });

  it('finds an event again for as long as it is not processed, however far it has come meanwhile', async () => {
    const [id = ''] = await takeEvents(client, [{ name: 'stubborn' }]);
    for (const minutes of [2, 10, 60]) {
      await dropJobs();
      await takeAndProcess(client, [{ name: 'newer' }]);
      await dropJobs();
      expect(await sweepEvents(later(minutes * 60))).toEqual({ enqueued: 1 });
    }
    await processEvents([id]);
    await dropJobs();
    expect(await sweepEvents(later(7_200))).toEqual({ enqueued: 0 });
  });
});

describe('a pattern', () => {
  const verdictOf = async (text: string): Promise<string | null> => {
    const [id = ''] = await takeAndProcess(client, [{ name: 'x', data: { text } }]);
    return (await describeEvent(id)).verdict;
  };
  const within = { timeout: 1_000, interval: 20 };

  it('that is made, changed or switched off through the API is at work within a second', async () => {
    expect(await verdictOf('badge EYE-1234')).toBe('pass');
    const made = await callRoute(createPattern, {
      token: admin.token,
      body: { name: 'Badge', regex: 'EYE-\\d{4}', action: 'redact', severity: 'low' },
    });
    expect(made.status).toBe(201);
    await expect.poll(() => verdictOf('badge EYE-1234'), within).toBe('redact');
    const change = (body: object): Promise<unknown> =>
      callRoute(changePattern, {
        method: 'PATCH',
        token: admin.token,
        params: { id: String(made.body.id) },
        body,
      });
    await change({ action: 'block' });
    await expect.poll(() => verdictOf('badge EYE-1234'), within).toBe('block');
    await change({ enabled: false });
    await expect.poll(() => verdictOf('badge EYE-1234'), within).toBe('pass');
  });

  it('that takes for ever on some text holds nobody up: it is run in linear time', async () => {
    const made = await callRoute(createPattern, {
      token: admin.token,
      body: { name: 'Slow', regex: '(?:a{1,30}){1,30}b', action: 'redact' },
    });
    expect(made.status).toBe(201);
    await expect.poll(() => verdictOf('aab'), within).toBe('redact');
    expect(await verdictOf(`${'a'.repeat(60)}c`)).toBe('pass');
    expect(await verdictOf(CARD)).toBe('redact');
  });
});
