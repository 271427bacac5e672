import { pool } from '#lib/platform/db.ts';
import { readBounded } from '#lib/platform/read-bounded.ts';
import type { RefusalReason } from './schema.ts';

export type NotedRefusal = {
  clientId: string;
  reason: RefusalReason;
  hour: Date;
  count: number;
  lastAt: Date;
  lastAddress: string | null;
};

/** In one order everywhere, so that two processes do not wait for each other in a circle. */
export async function upsertRefusals(refusals: readonly NotedRefusal[]): Promise<void> {
  await pool().query({
    name: 'upsert-client-refusals',
    text: `INSERT INTO client_refusals AS r (hour, client_id, reason, count, last_at, last_address)
      SELECT * FROM unnest($1::timestamptz[], $2::uuid[], $3::text[], $4::bigint[], $5::timestamptz[], $6::text[])
        AS t(hour, client_id, reason, count, last_at, last_address)
      ORDER BY hour, client_id, reason
      ON CONFLICT (hour, client_id, reason) DO UPDATE SET count = r.count + excluded.count,
        last_address = CASE WHEN excluded.last_at >= r.last_at THEN excluded.last_address ELSE r.last_address END,
        last_at = greatest(r.last_at, excluded.last_at)`,
    values: [
      refusals.map((refusal) => refusal.hour),
      refusals.map((refusal) => refusal.clientId),
      refusals.map((refusal) => refusal.reason),
      refusals.map((refusal) => refusal.count),
      refusals.map((refusal) => refusal.lastAt),
      refusals.map((refusal) => refusal.lastAddress),
    ],
  });
}

export type RefusalRow = {
  hour: Date;
  reason: RefusalReason;
  count: number;
  last_at: Date;
  last_address: string | null;
};

/** Per hour and reason: one row each, so a month holds some thousands at most. */
export function refusalsOf(clientId: string, from: Date, to: Date): Promise<RefusalRow[]> {
  return readBounded<RefusalRow>(
    `SELECT hour, reason, count::float8 AS count, last_at, last_address FROM client_refusals
      WHERE client_id = $1 AND hour >= $2 AND hour < $3 ORDER BY hour`,
    [clientId, from, to],
  );
}

export async function deleteRefusalsBefore(moment: Date): Promise<number> {
  const result = await pool().query('DELETE FROM client_refusals WHERE hour < $1', [moment]);
  return result.rowCount ?? 0;
}
