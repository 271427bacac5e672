import { cached } from '#lib/platform/cached.ts';
import type { EnrichmentRule } from './enrich-event.ts';
import { listEnrichmentRules } from './repo.ts';

const RELOAD_MS = 5_000;

/** The rules in force, in their order. */
export function activeEnrichmentRules(): Promise<EnrichmentRule[]> {
  return cached('enrichment-rule', RELOAD_MS, listEnrichmentRules)();
}
