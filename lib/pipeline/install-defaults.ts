import type { Context } from '#lib/auth/context.ts';
import { installBuiltInPatterns } from '#lib/dlp/install-built-in-patterns.ts';
import { installEnrichmentRules } from '#lib/enrichment/install-enrichment-rules.ts';

/** What every installation starts with: the shipped patterns and the shipped enrichment rule. */
export async function installDefaults(ctx: Context): Promise<void> {
  await installBuiltInPatterns(ctx);
  await installEnrichmentRules(ctx);
}
