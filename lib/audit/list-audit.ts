import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import type { Page, PageRequest } from '#lib/platform/keyset.ts';
import { presentEntry } from './present-entry.ts';
import { pageOfAudit } from './repo.ts';
import type { AuditEntry, AuditQuery } from './schema.ts';

/** Who did what, the latest first. */
export async function listAudit(ctx: Context, query: AuditQuery & PageRequest): Promise<Page<AuditEntry>> {
  requirePermission(ctx, 'audit:read');
  const page = await pageOfAudit(ctx.db, query, query);
  return { ...page, items: page.items.map(presentEntry) };
}
