import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import type { Page, PageRequest } from '#lib/platform/keyset.ts';
import { findingsWhere, pageOfFindings, presentFindings } from './read-repo.ts';
import type { Finding, FindingsQuery } from './schema.ts';

/** The findings, what was seen last first, masked. */
export async function listFindings(ctx: Context, query: FindingsQuery & PageRequest): Promise<Page<Finding>> {
  requirePermission(ctx, 'findings:read');
  const userId = ctx.actor.type === 'user' ? ctx.actor.id : null;
  const page = await pageOfFindings(ctx.db, await findingsWhere(ctx.db, query, { userId }), query);
  return { ...page, items: await presentFindings(ctx.db, page.items) };
}
