import { systemContext } from '#lib/auth/context.ts';
import { installDefaults } from '#lib/pipeline/install-defaults.ts';
import { pool } from '#lib/platform/db.ts';
import { makeClient, type TestClient } from './make-client.ts';
import { storeDestination } from './peer-dispatch.ts';
import { type HttpPeer, startHttpPeer } from './peer-http.ts';

export type Stage = AsyncDisposable & {
  client: TestClient;
  sink: HttpPeer;
  /** How often each event arrived at the sink, by the sender's own id. */
  arrivals: () => Map<string, number>;
};

/** What a run needs besides the programs: shipped settings, a client, and a real receiver of everything. */
export async function setStage(name = 'Sink'): Promise<Stage> {
  process.env.OUTBOUND_ALLOW = '127.0.0.1/32';
  await installDefaults(systemContext('tests'));
  const client = await makeClient();
  const sink = await startHttpPeer();
  await storeDestination({
    name,
    kind: 'http',
    config: { url: sink.origin },
    concurrency: 50,
    timeout_ms: 2_000,
    retry_plan_ms: [100, 100, 100, 1_000, 1_000, 1_000, 5_000],
  });
  return {
    client,
    sink,
    arrivals: () => {
      const counts = new Map<string, number>();
      for (const { body } of sink.calls) {
        const id = (JSON.parse(body) as { data: { external_id: string } }).data.external_id;
        counts.set(id, (counts.get(id) ?? 0) + 1);
      }
      return counts;
    },
    [Symbol.asyncDispose]: () => sink[Symbol.asyncDispose](),
  };
}

export type Progress = { accepted: number; processed: number; delivered: number; undelivered: number };

/** Where the events are on their way, counted from the tables. */
export async function readProgress(): Promise<Progress> {
  const { rows } = await pool().query<Progress>(
    `SELECT (SELECT count(*)::int FROM events WHERE status = 'accepted') AS accepted,
      (SELECT count(*)::int FROM events WHERE status = 'processed') AS processed,
      (SELECT count(*)::int FROM deliveries WHERE status = 'delivered') AS delivered,
      (SELECT count(*)::int FROM deliveries WHERE status <> 'delivered') AS undelivered`,
  );
  if (!rows[0]) throw new Error('Counting answered no row.');
  return rows[0];
}

/** The senders' ids of what is stored, each as often as it is. */
export async function storedIds(): Promise<string[]> {
  const { rows } = await pool().query<{ external_id: string }>('SELECT external_id FROM events');
  return rows.map(({ external_id }) => external_id);
}
