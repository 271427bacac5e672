import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GET as readOverview } from '#app/api/v1/overview/route.ts';
import { systemContext } from '#lib/auth/context.ts';
import { startDeliveryLoop } from '#lib/dispatch/delivering/start-delivery-loop.ts';
import { closeScanner } from '#lib/dlp/scan-documents.ts';
import type { Overview } from '#lib/metrics/schema.ts';
import { installDefaults } from '#lib/pipeline/install-defaults.ts';
import { type Answer, callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makeClient } from '#tests/support/make-client.ts';
import { storeDestination } from '#tests/support/peer-dispatch.ts';
import { startHttpPeer } from '#tests/support/peer-http.ts';
import { makePerson, type Person } from '#tests/support/people.ts';
import { takeAndProcess, takeEvents } from '#tests/support/take-events.ts';

process.env.OUTBOUND_ALLOW = '127.0.0.1/32';
useTestDatabase();
const CARD = '4111111111111111';
const PRIVATE_KEY = `-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIIrYSSNQFaA2Hwf1duRSxKtLYX5CB04fSeQ6tF1aY1aPuj0TMNGt
-----END EC PRIVATE KEY-----`;

let viewer: Person;
let nobody: Person;
beforeAll(async () => {
  await installDefaults(systemContext('tests'));
  viewer = await makePerson('vera', ['viewer']);
  nobody = await makePerson('nora', []);
});
afterAll(closeScanner);

const read = (query = '', token = viewer.token): Promise<Answer> =>
  callRoute(readOverview, { path: `/api/v1/overview${query}`, token });
const overview = async (query = ''): Promise<Overview> => {
  const answer = await read(query);
  expect(answer.status).toBe(200);
  return answer.body as unknown as Overview;
};

describe('200', () => {
  it('of an installation without events is a row of empty minutes that ends now', async () => {
    const { events, totals, has_clients, delivery_ms, findings_by_pattern } = await overview();
    expect(events).toHaveLength(60);
    expect(
      events.every(
        ({ pass, redact, block, failed, waiting }) => pass + redact + block + failed + waiting === 0,
      ),
    ).toBe(true);
    const last = Date.parse(events.at(-1)?.at ?? '');
    expect(last).toBeLessThanOrEqual(Date.now());
    expect(Date.now() - last).toBeLessThan(61_000);
    expect(totals).toEqual({ events: 0, events_before: 0, findings: 0, findings_before: 0, waiting: 0 });
    expect([has_clients, delivery_ms, findings_by_pattern]).toEqual([false, null, []]);
  });

  it('counts what came, what was caught and what went out', async () => {
    await using peer = await startHttpPeer((call, response) => {
      response.statusCode = call.body.includes('refuse me') ? 500 : 200;
      response.end();
    });
    await storeDestination({ name: 'Peer', kind: 'http', config: { url: peer.origin } });
    const client = await makeClient();
    await takeAndProcess(client, [
      { name: 'fine' },
      { name: 'refuse me' },
      { name: 'card', data: { card: CARD, again: CARD } },
      { name: 'key', data: PRIVATE_KEY },
    ]);
    await takeEvents(client, [{ name: 'waiting' }]);
    const loop = startDeliveryLoop();
    try {
      const delivered = async (): Promise<unknown> => {
        const [row] = (await overview()).deliveries;
        return row && [row.delivered, row.failed_attempts, row.waiting, row.dead, row.withheld];
      };
      await expect.poll(delivered, { timeout: 10_000 }).toEqual([2, 1, 1, 0, 1]);
    } finally {
      await loop.stop();
    }
    const counted = await overview();
    const sum = (key: 'pass' | 'redact' | 'block' | 'failed' | 'waiting'): number =>
      counted.events.reduce((total, bucket) => total + bucket[key], 0);
    expect([sum('pass'), sum('redact'), sum('block'), sum('failed'), sum('waiting')]).toEqual([
      2, 1, 1, 0, 1,
    ]);
    expect(counted.totals).toMatchObject({ events: 5, waiting: 1, findings: 3 });
    expect(counted.findings_by_pattern).toEqual([
      { pattern: 'Card number', severity: 'high', count: 2 },
      { pattern: 'Private key', severity: 'critical', count: 1 },
    ]);
    expect(counted.deliveries[0]).toMatchObject({ destination: 'Peer', kind: 'http', enabled: true });
    expect(counted.delivery_ms?.p50).toBeGreaterThan(0);
    expect(counted.has_clients).toBe(true);
  });

  it.each([
    ['15m', 15, 60],
    ['1h', 60, 60],
    ['6h', 60, 360],
    ['24h', 60, 1440],
  ])('over %s answers %i bars', async (range, bars, bucketSeconds) => {
    const { events, bucket_seconds } = await overview(`?range=${range}`);
    expect(events).toHaveLength(bars);
    expect(bucket_seconds).toBe(bucketSeconds);
    const times = events.map(({ at }) => Date.parse(at));
    expect(times.every((time, i) => i === 0 || time - (times[i - 1] ?? 0) === bucketSeconds * 1_000)).toBe(
      true,
    );
  });
});

describe('400', () => {
  it('refuses a range that there is not', async () => {
    expect(await read('?range=1y')).toMatchObject({ status: 400, body: { errors: [{ path: 'range' }] } });
  });
});

describe('403', () => {
  it('refuses users without events:read', async () => {
    expect((await read('', nobody.token)).status).toBe(403);
  });
});
