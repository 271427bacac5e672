import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import type { Page, PageRequest } from '#lib/platform/keyset.ts';
import { pageOfRules } from './repo.ts';
import type { EnrichmentRule } from './schema.ts';

/** In the order they are applied in. */
export async function listEnrichmentRules(ctx: Context, request: PageRequest): Promise<Page<EnrichmentRule>> {
  requirePermission(ctx, 'enrichment_rules:read');
  return pageOfRules(ctx.db, request);
}
