import type { Db } from '#lib/platform/db.ts';
import { type Breaker, type Bucket, CLOSED } from './delivering/breaker.ts';

export type StoredBreaker = { destinationId: string; nowMs: number; breaker: Breaker };

type Row = {
  destination_id: string;
  state: Breaker['state'];
  opened_ms: number | null;
  probe_ms: number | null;
  failed_half_opens: number;
  good_probes: number;
  recent: Bucket[];
  now_ms: number;
};

/** The breakers, locked until the transaction ends, with the time by the clock that they share. */
export async function lockBreakers(db: Db, ids: readonly string[]): Promise<StoredBreaker[]> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT destination_id, state, (extract(epoch FROM opened_at) * 1000)::float8 AS opened_ms,
      (extract(epoch FROM next_probe_at) * 1000)::float8 AS probe_ms, failed_half_opens, good_probes, recent,
      (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now_ms
    FROM destination_breakers WHERE destination_id = ANY(${[...ids]}::uuid[]) ORDER BY destination_id FOR UPDATE`;
  return rows.map((row) => ({
    destinationId: row.destination_id,
    nowMs: row.now_ms,
    breaker: {
      state: row.state,
      openedAtMs: row.opened_ms,
      nextProbeAtMs: row.probe_ms,
      failedHalfOpens: row.failed_half_opens,
      goodProbes: row.good_probes,
      recent: row.recent,
    },
  }));
}

export async function saveBreakers(
  db: Db,
  breakers: readonly Pick<StoredBreaker, 'destinationId' | 'breaker'>[],
): Promise<void> {
  const rows = JSON.stringify(
    breakers.map(({ destinationId, breaker }) => ({ id: destinationId, ...breaker })),
  );
  await db.$executeRaw`
    UPDATE destination_breakers b SET state = t.state, opened_at = to_timestamp(t."openedAtMs" / 1000),
      next_probe_at = to_timestamp(t."nextProbeAtMs" / 1000), failed_half_opens = t."failedHalfOpens",
      good_probes = t."goodProbes", recent = t.recent
    FROM jsonb_to_recordset(${rows}::jsonb) AS t(id uuid, state text, "openedAtMs" float8, "nextProbeAtMs" float8,
      "failedHalfOpens" int, "goodProbes" int, recent jsonb)
    WHERE b.destination_id = t.id`;
}

/** As if nothing had failed: calls leave at once. */
export const closeBreaker = (db: Db, destinationId: string): Promise<void> =>
  saveBreakers(db, [{ destinationId, breaker: CLOSED }]);
