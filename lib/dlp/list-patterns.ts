import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import type { Page, PageRequest } from '#lib/platform/keyset.ts';
import { pageOfPatterns, toPattern } from './repo.ts';
import type { Pattern, PatternsQuery } from './schema.ts';

/** Patterns by name. */
export async function listPatterns(ctx: Context, query: PatternsQuery & PageRequest): Promise<Page<Pattern>> {
  requirePermission(ctx, 'patterns:read');
  const page = await pageOfPatterns(ctx.db, query, query);
  return { ...page, items: page.items.map(toPattern) };
}
