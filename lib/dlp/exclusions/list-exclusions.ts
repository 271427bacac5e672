import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { clock } from '#lib/platform/clock.ts';
import type { Page, PageRequest } from '#lib/platform/keyset.ts';
import { pageOfExclusions, toExclusion } from './repo.ts';
import type { Exclusion, ExclusionsQuery } from './schema.ts';

/** What is left out of the scans, newest first; values are masked. */
export async function listExclusions(
  ctx: Context,
  query: ExclusionsQuery & PageRequest,
): Promise<Page<Exclusion>> {
  requirePermission(ctx, 'patterns:read');
  const page = await pageOfExclusions(ctx.db, query, query);
  return { ...page, items: page.items.map((row) => toExclusion(row, clock.now())) };
}
