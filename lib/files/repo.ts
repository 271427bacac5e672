import { type Db, inPgTransaction, type PgClient, type Prisma, pool } from '#lib/platform/db.ts';
import { keysetQuery, type Page, type PageRequest, toPage } from '#lib/platform/keyset.ts';
import { containing } from '#lib/platform/like.ts';
import { enqueueSql, jobJson } from '#lib/queue/enqueue.ts';
import type { UnscannableReason } from './extract/schema.ts';
import type { FileState, FilesQuery, ScannedFile } from './schema.ts';

export type FileRow = Prisma.FileGetPayload<object>;

export const toFile = (row: FileRow): ScannedFile => ({
  id: row.id,
  name: row.name,
  kind: row.kind,
  size_bytes: row.sizeBytes,
  state: row.state as FileState,
  reason: row.reason as UnscannableReason | null,
  uploader: row.uploader,
  created_at: row.createdAt.toISOString(),
  scanned_at: row.scannedAt?.toISOString() ?? null,
});

export type NewFile = {
  id: string;
  sealed: string;
  sizeBytes: number;
  clientId: string | null;
  uploader: string;
  bytes: Buffer;
};

/** The file, its bytes and the job that scans it: one commit. */
export async function insertFile(file: NewFile): Promise<void> {
  const job = await enqueueSql('scan-file', '$1');
  await inPgTransaction(async (client) => {
    const { rowCount } = await client.query(
      `INSERT INTO files (id, sealed, size_bytes, client_id, uploader) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT DO NOTHING`,
      [file.id, file.sealed, file.sizeBytes, file.clientId, file.uploader],
    );
    if (rowCount === 0) return;
    await client.query('INSERT INTO file_contents (file_id, bytes) VALUES ($1, $2)', [file.id, file.bytes]);
    await client.query(job, [jobJson<'scan-file'>([{ id: file.id }])]);
  });
}

export function findFile(db: Db, id: string, clientId: string | null): Promise<FileRow | null> {
  return db.file.findFirst({ where: { id, ...(clientId === null ? {} : { clientId }) } });
}

/** Newest first. */
export async function pageOfFiles(
  db: Db,
  query: FilesQuery & { clientId: string | null },
  request: PageRequest,
): Promise<Page<FileRow>> {
  const { beyond, ...reading } = keysetQuery(['createdAt', 'id'], 'desc', request);
  const rows = await db.file.findMany({
    where: {
      ...(query.clientId === null ? {} : { clientId: query.clientId }),
      ...(query.state === undefined ? {} : { state: query.state }),
      ...(query.q ? { name: containing(query.q) } : {}),
      createdAt: {
        ...(query.from === undefined ? {} : { gte: query.from }),
        ...(query.to === undefined ? {} : { lt: query.to }),
      },
      AND: beyond,
    },
    ...reading,
  });
  return toPage(rows, request, (row) => [row.createdAt.toISOString(), row.id]);
}

export type TakenFile = { id: string; sealed: string; clientId: string | null; bytes: Buffer };

/** Marks a file as being scanned; null when there is nothing to scan any more. */
export async function takeFile(id: string): Promise<TakenFile | null> {
  const { rows } = await pool().query<TakenFile>(
    `UPDATE files f SET state = 'scanning', moved_at = now() FROM file_contents c
      WHERE f.id = $1 AND c.file_id = f.id AND f.state IN ('queued', 'scanning') AND f.sealed IS NOT NULL
      RETURNING f.id, f.sealed, f.client_id AS "clientId", c.bytes`,
    [id],
  );
  return rows[0] ?? null;
}

export type FinishedFile = {
  id: string;
  name: string;
  kind: string | null;
  state: FileState;
  reason: UnscannableReason | null;
};

/** Whether the file was still to be finished: of two that scanned it, one may write what was found. */
export async function finishFile(client: PgClient, file: FinishedFile): Promise<boolean> {
  const { rowCount } = await client.query(
    `UPDATE files SET state = $2, reason = $3, kind = $4, name = $5, sealed = NULL, scanned_at = now(), moved_at = now()
      WHERE id = $1 AND state = 'scanning'`,
    [file.id, file.state, file.reason, file.kind, file.name],
  );
  if (rowCount === 0) return false;
  await client.query('DELETE FROM file_contents WHERE file_id = $1', [file.id]);
  return true;
}

export async function deleteFileRow(db: Db, id: string): Promise<void> {
  await db.file.delete({ where: { id } });
}

/** Files that wait and that nobody has taken up since. */
export async function findIdleFiles(before: Date, limit: number): Promise<string[]> {
  const { rows } = await pool().query<{ id: string }>(
    `SELECT id FROM files WHERE state IN ('queued', 'scanning') AND moved_at < $1 ORDER BY moved_at LIMIT $2`,
    [before, limit],
  );
  return rows.map(({ id }) => id);
}
