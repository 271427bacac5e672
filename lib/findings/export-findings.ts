import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { csvLine } from '#lib/format/csv.ts';
import { countUpTo, findingsWhere, presentFindings, selectBelow } from './read-repo.ts';
import { type Finding, type FindingsExportQuery, MAX_EXPORTED } from './schema.ts';

const PAGE_ROWS = 500;
const TYPES = { csv: 'text/csv; charset=utf-8; header=present', ndjson: 'application/x-ndjson' } as const;

const COLUMNS: Readonly<Record<string, (finding: Finding) => string>> = {
  id: ({ id }) => id,
  pattern: ({ pattern }) => pattern,
  severity: ({ severity }) => severity,
  confidence: ({ confidence }) => String(confidence),
  masked: ({ masked }) => masked,
  action: ({ action }) => action,
  state: ({ state }) => state,
  reason: ({ reason }) => reason ?? '',
  reviewer: ({ assignee }) => assignee?.email ?? '',
  places: ({ places }) => String(places),
  last_kind: ({ last_place }) => last_place?.subject.kind ?? '',
  last_subject: ({ last_place }) => last_place?.subject.id ?? '',
  last_path: ({ last_place }) => last_place?.path ?? '',
  first_seen_at: ({ first_seen_at }) => first_seen_at,
  last_seen_at: ({ last_seen_at }) => last_seen_at,
  reopened_at: ({ reopened_at }) => reopened_at ?? '',
};

const LINE_OF = {
  csv: (finding: Finding): string => csvLine(Object.values(COLUMNS).map((cell) => cell(finding))),
  ndjson: (finding: Finding): string => `${JSON.stringify(finding)}\n`,
};

/**
 * The findings of a filter as a file, the newest first, masked like the list; read page by page while it is sent, by
 * their ids, so that one which is seen again meanwhile is neither left out nor doubled. A file that had to leave some out has it in its name. Who took it is audited before the first byte.
 */
export async function exportFindings(
  ctx: Context,
  { format, ...filter }: FindingsExportQuery,
): Promise<{ name: string; type: string; chunks: AsyncIterable<Uint8Array> }> {
  requirePermission(ctx, 'findings:read');
  const userId = ctx.actor.type === 'user' ? ctx.actor.id : null;
  const where = await findingsWhere(ctx.db, filter, { userId });
  const counted = await countUpTo(ctx.db, where, MAX_EXPORTED + 1);
  await recordAudit(ctx, {
    action: 'findings.export',
    subjectType: 'finding',
    subjectId: 'list',
    after: { format, filter: JSON.parse(JSON.stringify(filter)), findings: Math.min(counted, MAX_EXPORTED) },
  });

  async function* chunks(): AsyncGenerator<Uint8Array> {
    if (format === 'csv') yield Buffer.from(csvLine(Object.keys(COLUMNS)));
    let belowId: string | null = null;
    for (let left = MAX_EXPORTED; left > 0; left -= PAGE_ROWS) {
      const rows = await selectBelow(ctx.db, where, { belowId, limit: Math.min(PAGE_ROWS, left) });
      yield Buffer.from((await presentFindings(ctx.db, rows)).map(LINE_OF[format]).join(''));
      if (rows.length < PAGE_ROWS) return;
      belowId = rows.at(-1)?.id ?? null;
    }
  }
  return {
    name: `findings${counted > MAX_EXPORTED ? `-newest-${MAX_EXPORTED}` : ''}.${format}`,
    type: TYPES[format],
    chunks: chunks(),
  };
}
