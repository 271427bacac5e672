import { inPgTransaction, type PgClient, pool } from '#lib/platform/db.ts';
import { uuidv7Floor } from '#lib/platform/ids.ts';
import { readBounded } from '#lib/platform/read-bounded.ts';
import type { SourceRefusalReason } from './schema.ts';

export type RefusedCall = {
  id: string;
  at: Date;
  address: string | null;
  headerNames: string[];
  detail: string | null;
};

export type NotedSourceRefusal = {
  sourceId: string;
  reason: SourceRefusalReason;
  hour: Date;
  count: number;
  lastAt: Date;
  /** The latest, oldest first. */
  calls: RefusedCall[];
};

/** In one order everywhere, so that two processes do not wait for each other in a circle. */
async function addCounts(client: PgClient, refusals: readonly NotedSourceRefusal[]): Promise<void> {
  await client.query({
    name: 'upsert-source-refusals',
    text: `INSERT INTO source_refusals AS r (hour, source_id, reason, count, last_at)
      SELECT * FROM unnest($1::timestamptz[], $2::uuid[], $3::text[], $4::bigint[], $5::timestamptz[])
        AS t(hour, source_id, reason, count, last_at)
      ORDER BY hour, source_id, reason
      ON CONFLICT (hour, source_id, reason) DO UPDATE SET count = r.count + excluded.count,
        last_at = greatest(r.last_at, excluded.last_at)`,
    values: [
      refusals.map(({ hour }) => hour),
      refusals.map(({ sourceId }) => sourceId),
      refusals.map(({ reason }) => reason),
      refusals.map(({ count }) => count),
      refusals.map(({ lastAt }) => lastAt),
    ],
  });
}

async function addCalls(client: PgClient, refusals: readonly NotedSourceRefusal[]): Promise<void> {
  const calls = refusals.flatMap(({ sourceId, reason, calls }) =>
    calls.map((call) => ({ ...call, sourceId, reason })),
  );
  await client.query({
    name: 'insert-source-refused-calls',
    text: `INSERT INTO source_refused_calls (id, source_id, reason, at, address, header_names, detail)
      SELECT id, source_id, reason, at, address, ARRAY(SELECT jsonb_array_elements_text(names::jsonb)), detail
      FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[], $5::text[], $6::text[], $7::text[])
        AS t(id, source_id, reason, at, address, names, detail)
      ON CONFLICT (id) DO NOTHING`,
    values: [
      calls.map(({ id }) => id),
      calls.map(({ sourceId }) => sourceId),
      calls.map(({ reason }) => reason),
      calls.map(({ at }) => at),
      calls.map(({ address }) => address),
      calls.map(({ headerNames }) => JSON.stringify(headerNames)),
      calls.map(({ detail }) => detail),
    ],
  });
}

/** However many calls a broken sender makes, so many are kept of each reason. */
async function keepLatest(
  client: PgClient,
  refusals: readonly NotedSourceRefusal[],
  kept: number,
): Promise<void> {
  await client.query({
    name: 'trim-source-refused-calls',
    text: `DELETE FROM source_refused_calls c
      USING (SELECT DISTINCT t.source_id, t.reason, (
          SELECT id FROM source_refused_calls k WHERE k.source_id = t.source_id AND k.reason = t.reason
          ORDER BY id DESC OFFSET $3 LIMIT 1
        ) AS last_id FROM unnest($1::uuid[], $2::text[]) AS t(source_id, reason)) AS cut
      WHERE c.source_id = cut.source_id AND c.reason = cut.reason AND c.id <= cut.last_id`,
    values: [refusals.map(({ sourceId }) => sourceId), refusals.map(({ reason }) => reason), kept],
  });
}

export async function writeRefusals(refusals: readonly NotedSourceRefusal[], kept: number): Promise<void> {
  await inPgTransaction(async (client) => {
    await addCounts(client, refusals);
    await addCalls(client, refusals);
    await keepLatest(client, refusals, kept);
  });
}

export type ReasonRow = { reason: SourceRefusalReason; count: number; last_at: Date };

export function reasonsOf(sourceId: string): Promise<ReasonRow[]> {
  return readBounded<ReasonRow>(
    `SELECT reason, sum(count)::float8 AS count, max(last_at) AS last_at FROM source_refusals
      WHERE source_id = $1 GROUP BY reason ORDER BY count DESC, reason`,
    [sourceId],
  );
}

export type CallRow = {
  id: string;
  at: Date;
  reason: SourceRefusalReason;
  address: string | null;
  header_names: string[];
  detail: string | null;
};

export function latestCalls(
  sourceId: string,
  { reason, limit }: { reason?: SourceRefusalReason | undefined; limit: number },
): Promise<CallRow[]> {
  return readBounded<CallRow>(
    `SELECT id, at, reason, address, header_names, detail FROM source_refused_calls
      WHERE source_id = $1 AND ($2::text IS NULL OR reason = $2) ORDER BY id DESC LIMIT $3`,
    [sourceId, reason ?? null, limit],
  );
}

export async function deleteRefusalsBefore(moment: Date): Promise<number> {
  const counts = await pool().query('DELETE FROM source_refusals WHERE hour < $1', [moment]);
  const calls = await pool().query('DELETE FROM source_refused_calls WHERE id < $1::uuid', [
    uuidv7Floor(moment),
  ]);
  return (counts.rowCount ?? 0) + (calls.rowCount ?? 0);
}
