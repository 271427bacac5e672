import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import type { Page, PageRequest } from '#lib/platform/keyset.ts';
import { pageOfFindings, toFinding } from './read-repo.ts';
import type { Finding, FindingsQuery } from './schema.ts';

/** What was caught, newest first, masked. */
export async function listFindings(ctx: Context, query: FindingsQuery & PageRequest): Promise<Page<Finding>> {
  requirePermission(ctx, 'findings:read');
  const page = await pageOfFindings(ctx.db, query, query);
  return { ...page, items: page.items.map(toFinding) };
}
