import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { requireEnrichmentRule } from './require-enrichment-rule.ts';
import type { EnrichmentRule } from './schema.ts';

export async function getEnrichmentRule(ctx: Context, id: string): Promise<EnrichmentRule> {
  requirePermission(ctx, 'enrichment_rules:read');
  return requireEnrichmentRule(ctx.db, id);
}
