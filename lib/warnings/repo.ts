import { pool } from '#lib/platform/db.ts';
import { type Page, type PageRequest, toPage } from '#lib/platform/keyset.ts';
import { readBounded } from '#lib/platform/read-bounded.ts';
import type { WarningReason, WarningsQuery } from './schema.ts';

export type NotedWarning = {
  clientId: string;
  reason: WarningReason;
  minute: Date;
  count: number;
  firstAt: Date;
  lastAt: Date;
  sample: string | null;
};

/** In one order everywhere, so that two processes do not wait for each other in a circle. */
export async function upsertWarnings(warnings: readonly NotedWarning[]): Promise<void> {
  await pool().query({
    name: 'upsert-warnings',
    text: `INSERT INTO event_warnings AS w (minute, client_id, reason, count, first_at, last_at, sample)
      SELECT * FROM unnest($1::timestamptz[], $2::uuid[], $3::text[], $4::int[], $5::timestamptz[],
        $6::timestamptz[], $7::text[]) AS t(minute, client_id, reason, count, first_at, last_at, sample)
      ORDER BY minute, client_id, reason
      ON CONFLICT (minute, client_id, reason) DO UPDATE SET count = w.count + excluded.count,
        first_at = least(w.first_at, excluded.first_at), last_at = greatest(w.last_at, excluded.last_at),
        sample = coalesce(excluded.sample, w.sample)`,
    values: [
      warnings.map((warning) => warning.minute),
      warnings.map((warning) => warning.clientId),
      warnings.map((warning) => warning.reason),
      warnings.map((warning) => warning.count),
      warnings.map((warning) => warning.firstAt),
      warnings.map((warning) => warning.lastAt),
      warnings.map((warning) => warning.sample),
    ],
  });
}

export type WarningRow = {
  minute: Date;
  client_id: string;
  client_name: string | null;
  reason: WarningReason;
  count: number;
  first_at: Date;
  last_at: Date;
  sample: string | null;
};

/** `ownClientId`: whose warnings the reader may see; null for all. */
type Filter = WarningsQuery & { ownClientId: string | null };

function conditionsOf(query: Filter) {
  const values: unknown[] = [];
  const param = (value: unknown): string => `$${values.push(value)}`;
  const parts = ['true'];
  if (query.ownClientId !== null) parts.push(`w.client_id = ${param(query.ownClientId)}`);
  if (query.client !== undefined) parts.push(`w.client_id = ${param(query.client)}`);
  if (query.reason !== undefined) parts.push(`w.reason = ${param(query.reason)}`);
  if (query.from !== undefined) parts.push(`w.last_at >= ${param(query.from)}`);
  if (query.to !== undefined) parts.push(`w.first_at < ${param(query.to)}`);
  return { values, param, parts };
}

/** Newest minute first. */
export async function pageOfWarnings(query: Filter & PageRequest): Promise<Page<WarningRow>> {
  const { values, param, parts } = conditionsOf(query);
  const back = query.position?.direction === 'prev';
  if (query.position) {
    const [minute, client, reason] = query.position.key.map(param);
    parts.push(
      `(w.minute, w.client_id, w.reason) ${back ? '>' : '<'} (${minute}::timestamptz, ${client}::uuid, ${reason})`,
    );
  }
  const order = back ? 'ASC' : 'DESC';
  const rows = await readBounded<WarningRow>(
    `SELECT w.*, c.name AS client_name FROM event_warnings w LEFT JOIN clients c ON c.id = w.client_id
      WHERE ${parts.join(' AND ')}
      ORDER BY w.minute ${order}, w.client_id ${order}, w.reason ${order} LIMIT ${query.limit + 1}`,
    values,
  );
  return toPage(rows, query, (row) => [row.minute.toISOString(), row.client_id, row.reason]);
}

export type ReasonCount = { reason: WarningReason; count: number; last_at: Date };

/** The most frequent first. */
export function countReasons(query: Filter): Promise<ReasonCount[]> {
  const { values, parts } = conditionsOf(query);
  return readBounded<ReasonCount>(
    `SELECT w.reason, sum(w.count)::float8 AS count, max(w.last_at) AS last_at FROM event_warnings w
      WHERE ${parts.join(' AND ')} GROUP BY w.reason ORDER BY count DESC, w.reason`,
    values,
  );
}

export type ClientCount = { client_id: string; client_name: string | null; count: number };

/** Those with most of them first. */
export function countClients(query: Filter, limit: number): Promise<ClientCount[]> {
  const { values, parts } = conditionsOf(query);
  return readBounded<ClientCount>(
    `SELECT t.client_id, c.name AS client_name, t.count FROM (
        SELECT w.client_id, sum(w.count)::float8 AS count FROM event_warnings w
        WHERE ${parts.join(' AND ')} GROUP BY w.client_id ORDER BY count DESC, w.client_id LIMIT ${limit}
      ) t LEFT JOIN clients c ON c.id = t.client_id ORDER BY t.count DESC, t.client_id`,
    values,
  );
}

export async function deleteWarningsBefore(moment: Date): Promise<number> {
  const result = await pool().query('DELETE FROM event_warnings WHERE minute < $1', [moment]);
  return result.rowCount ?? 0;
}
