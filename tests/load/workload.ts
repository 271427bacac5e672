import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { mintClientToken } from '#lib/clients/mint-client-token.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import type { Target } from './connection.ts';
import type { Product } from './product.ts';
import { type Respond, type Sink, startSink } from './sink.ts';

/** An event of ordinary size, as JSON text. */
export const eventText = (id?: string): string =>
  JSON.stringify({
    id,
    name: 'order.paid',
    category: 'checkout',
    session_id: 'session-1',
    data: {
      order: 1001,
      amount: 12.5,
      currency: 'EUR',
      note: 'a note of ordinary length, nothing in it to find',
    },
  });

export const arrayText = (length: number): string =>
  `[${Array.from({ length }, () => eventText()).join(',')}]`;

/** The accept endpoint with the token of a client made for it. */
export async function eventsTarget(product: Product): Promise<Target> {
  const client = await product.call<{ client_id: string; secret_key: string }>('POST', '/api/v1/clients', {
    name: `Benchmark ${Date.now()}`,
  });
  const { client_id: clientId, secret_key: secretKey } = client;
  const token = mintClientToken({ clientId, secretKey, lifetimeSeconds: 10_800 });
  return {
    url: `${product.url}/api/v1/events`,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  };
}

export type AddedSink = Sink & { destinationId: string; remove: () => Promise<void> };

/** A receiver outside the product that gets every event until it is taken away. */
export async function addSink(
  product: Product,
  settings: Record<string, unknown> = {},
  respond?: Respond,
): Promise<AddedSink> {
  const sink = await startSink(respond);
  const made = await product.call<{ id: string }>('POST', '/api/v1/destinations', {
    name: `Benchmark sink ${uuidv7()}`,
    kind: 'http',
    concurrency: 32,
    config: { url: `http://127.0.0.1:${sink.port}/` },
    ...settings,
  });
  return {
    ...sink,
    destinationId: made.id,
    remove: async () => {
      await product.call('PATCH', `/api/v1/destinations/${made.id}`, { enabled: false });
      sink.close();
    },
  };
}

/** A connection of the benchmark's own, told apart from the product's. */
export async function asObserver<T>(product: Product, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: product.databaseUrl,
    application_name: 'benchmark',
  });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const CATCH_UP_MS = 10 * 60_000;

/** Resolves when no event waits for its scan and no delivery for its call. */
export async function settle(product: Product): Promise<void> {
  const untilMs = performance.now() + CATCH_UP_MS;
  await asObserver(product, async (client) => {
    while (performance.now() < untilMs) {
      const { rows } = await client.query<{ busy: boolean }>(
        `SELECT EXISTS (SELECT 1 FROM events WHERE status IN ('accepted', 'processing'))
          OR EXISTS (SELECT 1 FROM deliveries WHERE status IN ('pending', 'delivering')) AS busy`,
      );
      if (rows[0]?.busy === false) return;
      await pause(500);
    }
    throw new Error('The worker did not catch up within ten minutes.');
  });
}

/** Nothing of one measure stands in the next. The worker is to be halted or idle. */
export async function emptyStreams(product: Product): Promise<void> {
  await asObserver(product, async (client) => {
    await client.query(
      'TRUNCATE events, event_keys, deliveries, delivery_attempts, findings, finding_places CASCADE',
    );
    await client.query("DELETE FROM pgboss.job WHERE name = 'process-events'");
    await client.query('CHECKPOINT');
  });
}
