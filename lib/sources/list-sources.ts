import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import type { Page, PageRequest } from '#lib/platform/keyset.ts';
import { presentSource } from './present-source.ts';
import { pageOfSources } from './repo.ts';
import type { Source, SourcesQuery } from './schema.ts';

/** Sources, the newest first. */
export async function listSources(ctx: Context, query: SourcesQuery & PageRequest): Promise<Page<Source>> {
  requirePermission(ctx, 'sources:read');
  const page = await pageOfSources(ctx.db, query, query);
  return { ...page, items: page.items.map(presentSource) };
}
