import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { csvLine } from '#lib/format/csv.ts';
import { presentEntry } from './present-entry.ts';
import { recordAudit } from './record-audit.ts';
import { entriesBelow } from './repo.ts';
import { type AuditEntry, type AuditExportQuery, MAX_EXPORTED } from './schema.ts';

const PAGE_ROWS = 500;
const TYPES = { csv: 'text/csv; charset=utf-8; header=present', ndjson: 'application/x-ndjson' } as const;

const json = (value: AuditEntry['before']): string => (value === null ? '' : JSON.stringify(value));
const COLUMNS: Readonly<Record<string, (entry: AuditEntry) => string>> = {
  id: ({ id }) => id,
  at: ({ at }) => at,
  actor_type: ({ actor }) => actor.type,
  actor_id: ({ actor }) => actor.id ?? '',
  actor_name: ({ actor }) => actor.name,
  address: ({ address }) => address ?? '',
  action: ({ action }) => action,
  subject_type: ({ subject_type }) => subject_type,
  subject_id: ({ subject_id }) => subject_id,
  request_id: ({ request_id }) => request_id,
  before: ({ before }) => json(before),
  after: ({ after }) => json(after),
};

const LINE_OF = {
  csv: (entry: AuditEntry): string => csvLine(Object.values(COLUMNS).map((cell) => cell(entry))),
  ndjson: (entry: AuditEntry): string => `${JSON.stringify(entry)}\n`,
};

/**
 * The entries of a filter as a file, the newest first, read page by page while it is sent. Who took it is audited before the
 * first byte, and that entry is its first line where the filter finds it.
 */
export async function exportAudit(
  ctx: Context,
  { format, ...query }: AuditExportQuery,
): Promise<{ name: string; type: string; chunks: AsyncIterable<Uint8Array> }> {
  requirePermission(ctx, 'audit:read');
  const after = { format, filter: JSON.parse(JSON.stringify(query)) };
  await recordAudit(ctx, { action: 'audit.export', subjectType: 'audit', subjectId: 'log', after });

  async function* chunks(): AsyncGenerator<Uint8Array> {
    if (format === 'csv') yield Buffer.from(csvLine(Object.keys(COLUMNS)));
    let belowId: string | null = null;
    for (let left = MAX_EXPORTED; left > 0; left -= PAGE_ROWS) {
      const rows = await entriesBelow(ctx.db, query, { belowId, limit: Math.min(PAGE_ROWS, left) });
      if (rows.length > 0) yield Buffer.from(rows.map((row) => LINE_OF[format](presentEntry(row))).join(''));
      if (rows.length < PAGE_ROWS) return;
      belowId = rows.at(-1)?.id ?? null;
    }
  }
  return { name: `audit.${format}`, type: TYPES[format], chunks: chunks() };
}
