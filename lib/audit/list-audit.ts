import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import type { Page, PageRequest } from '#lib/platform/keyset.ts';
import { type AuditRow, pageOfAudit } from './repo.ts';
import type { AuditEntry, AuditQuery } from './schema.ts';

/** Who did what, the latest first. */
export async function listAudit(ctx: Context, query: AuditQuery & PageRequest): Promise<Page<AuditEntry>> {
  requirePermission(ctx, 'audit:read');
  const page = await pageOfAudit(ctx.db, query, query);
  return { ...page, items: page.items.map(presentEntry) };
}

function presentEntry(row: AuditRow): AuditEntry {
  return {
    id: row.id,
    at: row.at.toISOString(),
    actor: { type: row.actorType as AuditEntry['actor']['type'], id: row.actorId, name: row.actorName },
    request_id: row.requestId,
    address: row.address,
    action: row.action,
    subject_type: row.subjectType,
    subject_id: row.subjectId,
    before: row.before as AuditEntry['before'],
    after: row.after as AuditEntry['after'],
  };
}
