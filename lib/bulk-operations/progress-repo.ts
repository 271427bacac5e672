import { type PgClient, pool } from '#lib/platform/db.ts';
import { enqueueSql, jobJson } from '#lib/queue/enqueue.ts';
import type { BulkKind, BulkPlan } from './schema.ts';

/** An operation in the hands of a worker. */
export type RunningBulk = {
  id: string;
  kind: BulkKind;
  filter: Record<string, string> | null;
  ids: string[];
  reason: string | null;
  onlyNew: boolean;
  ratePerSecond: number;
  itemLimit: number;
  visited: number;
  positionId: string | null;
  scanRows: number | null;
  createdByName: string;
  /** Until the next items may be taken; not above 0 when they may be now. */
  waitMs: number;
};

const VISITED = `done + (SELECT coalesce(sum(value::int), 0) FROM jsonb_each_text(skipped))::int
  + (SELECT coalesce(sum(value::int), 0) FROM jsonb_each_text(failed))::int`;

const COLUMNS = `id, kind, filter, ids, reason, only_new AS "onlyNew", rate_per_second AS "ratePerSecond",
  item_limit AS "itemLimit", ${VISITED} AS visited, position_id AS "positionId", scan_rows AS "scanRows",
  created_by_name AS "createdByName",
  coalesce(extract(epoch FROM slice_due_at - clock_timestamp()) * 1000, 0)::float8 AS "waitMs"`;

/** As it stands; null when it is not running. */
export async function readRunning(id: string): Promise<RunningBulk | null> {
  const { rows } = await pool().query<RunningBulk>({
    name: 'bulk-read',
    text: `SELECT ${COLUMNS} FROM bulk_operations WHERE id = $1 AND state = 'running'`,
    values: [id],
  });
  return rows[0] ?? null;
}

/**
 * Holds it until the transaction ends: null when it is no longer running, is not where `seen` says, or its next items
 * are not due: then somebody else is at work on it.
 */
export async function holdForSlice(client: PgClient, seen: RunningBulk): Promise<RunningBulk | null> {
  const { rows } = await client.query<RunningBulk>({
    name: 'bulk-hold',
    text: `SELECT ${COLUMNS} FROM bulk_operations WHERE id = $1 AND state = 'running'
        AND position_id IS NOT DISTINCT FROM $2::uuid AND (slice_due_at IS NULL OR slice_due_at <= clock_timestamp())
      FOR UPDATE`,
    values: [seen.id, seen.positionId],
  });
  return rows[0] ?? null;
}

export type Slice = {
  done: number;
  skipped: Readonly<Record<string, number>>;
  failed: readonly { id: string; reason: string }[];
  positionId: string | null;
  scanRows: number | null;
  /** What these items cost of the rate. */
  intervalMs: number;
};

const MAX_SAMPLES = 20;

const add = (column: string, parameter: string): string => `(
  SELECT coalesce(jsonb_object_agg(key, total), '{}') FROM (
    SELECT key, sum(value::int)::int AS total FROM (
      SELECT * FROM jsonb_each_text(${column}) UNION ALL SELECT * FROM jsonb_each_text(${parameter}::jsonb)
    ) AS merged GROUP BY key
  ) AS added)`;

/** Counts and place move in the commit that did the work. */
export async function saveSlice(client: PgClient, id: string, slice: Slice): Promise<void> {
  const failed: Record<string, number> = {};
  for (const { reason } of slice.failed) failed[reason] = (failed[reason] ?? 0) + 1;
  await client.query({
    name: 'bulk-save',
    text: `UPDATE bulk_operations SET done = done + $2, skipped = ${add('skipped', '$3')}, failed = ${add('failed', '$4')},
        samples = (SELECT coalesce(jsonb_agg(one), '[]') FROM (
          SELECT one FROM jsonb_array_elements(samples || $5::jsonb) WITH ORDINALITY AS t(one, place)
          ORDER BY place LIMIT ${MAX_SAMPLES}) AS first),
        position_id = coalesce($6::uuid, position_id), scan_rows = $7, worked_at = clock_timestamp(), failures = 0,
        slice_due_at = clock_timestamp() + $8::float8 * interval '1 millisecond'
      WHERE id = $1`,
    values: [
      ...[
        id,
        slice.done,
        JSON.stringify(slice.skipped),
        JSON.stringify(failed),
        JSON.stringify(slice.failed),
      ],
      ...[slice.positionId, slice.scanRows, slice.intervalMs],
    ],
  });
}

export async function finishBulk(client: PgClient, id: string, capped: boolean): Promise<void> {
  await client.query(
    `UPDATE bulk_operations SET state = 'done', capped = $2, finished_at = clock_timestamp(), worked_at = clock_timestamp()
      WHERE id = $1 AND state = 'running'`,
    [id, capped],
  );
}

/** Counts a try that failed; after too many in a row the operation is over. */
export async function noteBulkFailure(
  id: string,
  { most, error }: { most: number; error: string },
): Promise<'again' | 'over'> {
  const { rows } = await pool().query<{ state: string }>(
    `UPDATE bulk_operations SET failures = failures + 1, worked_at = clock_timestamp(),
        state = CASE WHEN failures + 1 >= $2 THEN 'failed' ELSE state END,
        error = CASE WHEN failures + 1 >= $2 THEN $3 END,
        finished_at = CASE WHEN failures + 1 >= $2 THEN clock_timestamp() END
      WHERE id = $1 AND state = 'running' RETURNING state`,
    [id, most, error],
  );
  return rows[0]?.state === 'failed' ? 'over' : 'again';
}

/** What was worked on before that moment: nobody is known to hold it. */
export async function findIdleBulks(before: Date): Promise<string[]> {
  const { rows } = await pool().query<{ id: string }>(
    `SELECT id FROM bulk_operations WHERE state = 'running' AND worked_at < $1 ORDER BY id LIMIT 100`,
    [before],
  );
  return rows.map(({ id }) => id);
}

/** Plans that nobody started, and what ended long ago. */
export async function deleteOldBulks(planned: Date, finished: Date): Promise<void> {
  await pool().query(
    `DELETE FROM bulk_operations WHERE (state = 'planned' AND expires_at < $1) OR finished_at < $2`,
    [planned, finished],
  );
}

export type ReplayOfOne = {
  id: string;
  eventId: string;
  onlyNew: boolean;
  plan: BulkPlan;
  by: { id: string | null; name: string };
  now: Date;
};

/** The replay of one event needs no plan: it is under way with its first commit, and the job with it. */
export async function insertReplayOfOne(client: PgClient, given: ReplayOfOne): Promise<void> {
  const { id, eventId, onlyNew, plan, by, now } = given;
  await client.query(
    `INSERT INTO bulk_operations (id, kind, target, ids, only_new, rate_per_second, item_limit, state, plan, planned,
        confirmation, created_by, created_by_name, created_at, expires_at, started_at, worked_at)
      VALUES ($1, 'replay', 'events', ARRAY[$2::uuid], $3, 1, 1, 'running', $4, 1, 'replay 1', $5, $6, $7, $7, $7, $7)`,
    [id, eventId, onlyNew, JSON.stringify(plan), by.id, by.name, now],
  );
  await client.query(await enqueueSql('bulk-operations', '$1'), [jobJson<'bulk-operations'>([{ id }])]);
}
