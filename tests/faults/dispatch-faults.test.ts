import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { balanceLedger } from '#lib/metrics/balance-ledger.ts';
import { pool } from '#lib/platform/db.ts';
import { setStage } from '#tests/support/fault-stage.ts';
import { startOwnPostgres } from '#tests/support/own-postgres.ts';
import type { PeerAnswer } from '#tests/support/peer-http.ts';
import { type Program, startWebServer, startWorker } from '#tests/support/run-program.ts';
import { sendLoad } from '#tests/support/send-events.ts';

/** A call that was answered so long before a fault may not have been recorded when it came. */
const MARGIN_MS = 2_500;
const ENOUGH_MS = 240_000;

/** Refused at its last attempt, or cut off while the receiver was away. */
const REFUSED = /^(Answered 500|The connection was cut)/;

type Good = { delivery: string; atMs: number };
type Fault = { fromMs: number; toMs: number };
type Row = { id: string; external_id: string; status: string; reason: string | null };

/** One in sixteen is refused for good, whatever else happens. */
const isPoison = (externalId: string): boolean => externalId.startsWith('f');

const readRows = async (): Promise<Row[]> =>
  (
    await pool().query<Row>(
      'SELECT d.id, e.external_id, d.status, d.reason FROM deliveries d JOIN events e ON e.id = d.event_id',
    )
  ).rows;
const countOpen = async (): Promise<{ accepted: number; open: number }> => {
  const { rows } = await pool().query<{ accepted: number; open: number }>(
    `SELECT (SELECT count(*)::int FROM events WHERE status <> 'processed') AS accepted,
      (SELECT count(*)::int FROM deliveries WHERE status IN ('pending', 'delivering')) AS open`,
  );
  return rows[0] ?? { accepted: -1, open: -1 };
};

it(
  'killed workers, a crashed database, cut connections and a receiver that is away: everything accepted is delivered, or dead with its reason',
  async () => {
    await using database = await startOwnPostgres();
    await using stage = await setStage();
    const good: Good[] = [];
    const faults: Fault[] = [];
    const answer: PeerAnswer = (call, response) => {
      const { data } = JSON.parse(call.body) as { data: { external_id: string } };
      if (isPoison(data.external_id)) {
        response.writeHead(500).end('not this one');
        return;
      }
      good.push({ delivery: String(call.headers['webhook-id']), atMs: Date.now() });
      response.end();
    };
    stage.sink.answer(answer);
    await using web = await startWebServer(database.url);
    const workers: Program[] = [await startWorker(database.url), await startWorker(database.url)];
    const faulty = async (work: () => Promise<unknown>): Promise<void> => {
      const fault = { fromMs: Date.now(), toMs: Number.POSITIVE_INFINITY };
      faults.push(fault);
      await work();
      fault.toMs = Date.now();
      await pause(1_500);
    };
    const kill = (i: number) => async (): Promise<void> => {
      await workers[i]?.end('SIGKILL');
      workers[i] = await startWorker(database.url);
    };
    const cutConnections = (): Promise<unknown> =>
      pool().query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      );
    const beAway = async (): Promise<void> => {
      stage.sink.answer((_call, response) => response.destroy());
      await pause(4_000);
      stage.sink.answer(answer);
    };
    const crash = async (): Promise<void> => {
      await database.crash();
      await database.start();
    };

    let isOver = false;
    const load = sendLoad(
      { origin: web.origin, token: stage.client.token },
      { senders: 4, insists: true, goesOn: () => !isOver },
    );
    try {
      await pause(1_000);
      for (const work of [kill(0), cutConnections, crash, kill(1), beAway, cutConnections, kill(0)])
        await faulty(work);
    } finally {
      isOver = true;
    }
    const accepted = [...new Set((await load).accepted)];
    expect(accepted.length).toBeGreaterThan(500);

    await expect
      .poll(() => countOpen().catch(() => null), { timeout: 120_000, interval: 250 })
      .toEqual({ accepted: 0, open: 0 });
    const rows = await readRows();
    expect(rows.map(({ external_id }) => external_id).toSorted()).toEqual(accepted.toSorted());
    const strange = rows.filter(({ external_id, status, reason }) =>
      isPoison(external_id) ? status !== 'dead' || !REFUSED.test(reason ?? '') : status !== 'delivered',
    );
    expect(strange).toEqual([]);

    const times = Map.groupBy(good, ({ delivery }) => delivery);
    expect(rows.filter(({ id, status }) => status === 'delivered' && !times.has(id))).toEqual([]);
    const unexplained = [...times.values()].filter(
      (calls) =>
        calls.length > 1 &&
        !faults.some(({ fromMs, toMs }) =>
          calls.slice(0, -1).every(({ atMs }) => atMs > fromMs - MARGIN_MS && atMs < toMs + MARGIN_MS),
        ),
    );
    expect(unexplained).toEqual([]);

    const ledger = await balanceLedger(new Date());
    expect(ledger.rows.filter(({ difference }) => difference !== 0)).toEqual([]);
    const { rows: breakers } = await pool().query('SELECT state FROM destination_breakers');
    expect(breakers).toEqual([{ state: 'closed' }]);
    for (const worker of workers) expect(await worker.end('SIGTERM')).toEqual({ code: 0, signal: null });
  },
  ENOUGH_MS,
);
