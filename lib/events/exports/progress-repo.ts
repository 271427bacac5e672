import { inPgTransaction, pool } from '#lib/platform/db.ts';
import { MAX_RUNNING_EXPORTS } from './schema.ts';

/** How far an export is: what it wrote, and the last event that it looked at. */
export type ExportProgress = {
  rowsWritten: number;
  sizeBytes: number;
  chunkCount: number;
  position: { at: Date; id: string } | null;
  scanRows: number | null;
};

export type RunningExport = ExportProgress & {
  id: string;
  userId: string;
  format: 'csv' | 'ndjson';
  filter: Record<string, string>;
  columns: string[];
  rowLimit: number;
  rowsEstimated: number | null;
};

type Row = Omit<RunningExport, 'position' | 'sizeBytes'> & {
  sizeBytes: string;
  positionAt: Date | null;
  positionId: string | null;
};

const COLUMNS = `id, user_id AS "userId", format, filter, columns, row_limit AS "rowLimit",
  rows_estimated AS "rowsEstimated", rows_written AS "rowsWritten", size_bytes AS "sizeBytes",
  chunk_count AS "chunkCount", position_at AS "positionAt", position_id AS "positionId", scan_rows AS "scanRows"`;

const toRunning = ({ positionAt, positionId, sizeBytes, ...row }: Row): RunningExport => ({
  ...row,
  sizeBytes: Number(sizeBytes),
  position: positionAt && positionId ? { at: positionAt, id: positionId } : null,
});

/** Takes it up, or goes on with it; null when it is over, or its owner has enough of them at work. */
export async function takeUpExport(id: string, now: Date): Promise<RunningExport | null> {
  return inPgTransaction(async (client) => {
    const owner = await client.query<{ userId: string }>(
      'SELECT user_id AS "userId" FROM event_exports WHERE id = $1',
      [id],
    );
    const userId = owner.rows[0]?.userId;
    if (userId === undefined) return null;
    await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `the-eye.exports.${userId}`,
    ]);
    const { rows } = await client.query<Row>(
      `UPDATE event_exports SET state = 'running', worked_at = $2
        WHERE id = $1 AND expires_at > $2 AND (state = 'running' OR (state = 'queued' AND (SELECT count(*)
          FROM event_exports WHERE user_id = $3 AND state = 'running' AND expires_at > $2) < $4))
        RETURNING ${COLUMNS}`,
      [id, now, userId, MAX_RUNNING_EXPORTS],
    );
    return rows[0] ? toRunning(rows[0]) : null;
  });
}

export async function noteEstimate(id: string, rows: number): Promise<void> {
  await pool().query('UPDATE event_exports SET rows_estimated = $2 WHERE id = $1', [id, rows]);
}

/**
 * The next chunk and the new position in one commit; without content, the position alone. False when the export is
 * no longer where `before` says: cancelled, deleted, or in the hands of another worker.
 */
export async function moveExport(
  id: string,
  before: ExportProgress,
  after: ExportProgress & { content: Buffer | null },
  now: Date,
): Promise<boolean> {
  const result = await pool().query(
    `WITH moved AS (
        UPDATE event_exports SET rows_written = $4, size_bytes = $5, chunk_count = $6, position_at = $7,
          position_id = $8, scan_rows = $9, worked_at = $10, failures = 0
        WHERE id = $1 AND state = 'running' AND chunk_count = $2 AND position_id IS NOT DISTINCT FROM $3::uuid
        RETURNING id
      ), kept AS (
        INSERT INTO export_chunks (export_id, number, content) SELECT id, $2, $11 FROM moved WHERE $11::bytea IS NOT NULL
      )
      SELECT id FROM moved`,
    [
      ...[id, before.chunkCount, before.position?.id ?? null],
      ...[after.rowsWritten, after.sizeBytes, after.chunkCount],
      ...[after.position?.at ?? null, after.position?.id ?? null, after.scanRows, now, after.content],
    ],
  );
  return result.rowCount === 1;
}

type Ending = { chunkCount: number; capped: 'rows' | 'size' | null; now: Date; expiresAt: Date };

export async function finishExport(id: string, ending: Ending): Promise<void> {
  await pool().query(
    `UPDATE event_exports SET state = 'done', capped = $3, finished_at = $4, worked_at = $4, expires_at = $5
      WHERE id = $1 AND state = 'running' AND chunk_count = $2`,
    [id, ending.chunkCount, ending.capped, ending.now, ending.expiresAt],
  );
}

/** Counts a try that failed; after too many in a row it is over, and what it had written is deleted. */
export async function noteExportFailure(
  id: string,
  { most, error, now }: { most: number; error: string; now: Date },
): Promise<'again' | 'over'> {
  return inPgTransaction(async (client) => {
    const { rows } = await client.query<{ failures: number }>(
      `UPDATE event_exports SET failures = failures + 1, worked_at = $2
        WHERE id = $1 AND state = 'running' RETURNING failures`,
      [id, now],
    );
    if ((rows[0]?.failures ?? 0) < most) return 'again';
    await client.query(
      `UPDATE event_exports SET state = 'failed', error = $2, finished_at = $3, size_bytes = 0 WHERE id = $1`,
      [id, error, now],
    );
    await client.query('DELETE FROM export_chunks WHERE export_id = $1', [id]);
    return 'over';
  });
}

/** What waits or was worked on before that moment: nobody is known to hold it. */
export async function findIdleExports(before: Date, now: Date): Promise<string[]> {
  const { rows } = await pool().query<{ id: string }>(
    `SELECT id FROM event_exports WHERE state IN ('queued', 'running') AND worked_at < $1 AND expires_at > $2
      ORDER BY id LIMIT 100`,
    [before, now],
  );
  return rows.map(({ id }) => id);
}

/** The one of this person that has waited longest. */
export async function findNextQueued(userId: string): Promise<string | null> {
  const { rows } = await pool().query<{ id: string }>(
    `SELECT id FROM event_exports WHERE user_id = $1 AND state = 'queued' ORDER BY id LIMIT 1`,
    [userId],
  );
  return rows[0]?.id ?? null;
}

/** One piece of the file as it is kept; null when it is gone. */
export async function findChunk(id: string, number: number): Promise<Buffer | null> {
  const { rows } = await pool().query<{ content: Buffer }>(
    'SELECT content FROM export_chunks WHERE export_id = $1 AND number = $2',
    [id, number],
  );
  return rows[0]?.content ?? null;
}

/** Deletes the files of what has expired, and forgets long ago expired exports. Answers how many files. */
export async function deleteExpiredExports(now: Date, forgetBefore: Date): Promise<number> {
  const { rowCount } = await pool().query(
    `WITH expired AS (UPDATE event_exports SET state = 'expired' WHERE expires_at <= $1 AND state <> 'expired' RETURNING id)
      DELETE FROM export_chunks c USING expired e WHERE c.export_id = e.id`,
    [now],
  );
  await pool().query('DELETE FROM event_exports WHERE expires_at <= $1', [forgetBefore]);
  return rowCount ?? 0;
}
