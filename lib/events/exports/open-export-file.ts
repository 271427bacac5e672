import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { clock } from '#lib/platform/clock.ts';
import { AppError } from '#lib/platform/errors.ts';
import { findChunk } from './progress-repo.ts';
import { type ExportRow, toExport } from './repo.ts';
import { requireExport } from './require-export.ts';

const inflate = promisify(gunzip);

const TYPES = { csv: 'text/csv; charset=utf-8; header=present', ndjson: 'application/x-ndjson' } as const;

export type ExportFile = { name: string; type: string; sizeBytes: number; chunks: AsyncIterable<Uint8Array> };

/** One chunk in memory at a time, however large the file is. */
async function* chunksOf({ id, chunkCount }: ExportRow): AsyncGenerator<Uint8Array> {
  for (let number = 0; number < chunkCount; number++) {
    const chunk = await findChunk(id, number);
    if (!chunk) throw new AppError('not_found', 'The export was deleted while it was read.');
    yield await inflate(chunk);
  }
}

/**
 * The file of one's own finished export; that it was fetched is noted before the first byte is given.
 * @throws AppError `conflict` while there is no file yet, `not_found` when it has expired.
 */
export async function openExportFile(ctx: Context, id: string): Promise<ExportFile> {
  requirePermission(ctx, 'events:export');
  const row = await requireExport(ctx, id);
  const { state, format, created_at, size_bytes } = toExport(row, clock.now());
  if (state === 'expired') throw new AppError('not_found', 'The export has expired, its file is deleted.');
  if (state !== 'done') throw new AppError('conflict', `The export is ${state}: it has no file.`);
  await recordAudit(ctx, { action: 'exports.download', subjectType: 'export', subjectId: id });
  const at = created_at.slice(0, 19).replace(/[-:]/g, '');
  return {
    name: `events-${at}Z.${format}`,
    type: TYPES[format],
    sizeBytes: size_bytes,
    chunks: chunksOf(row),
  };
}
