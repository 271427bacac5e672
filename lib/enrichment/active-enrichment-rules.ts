import { cached } from '#lib/platform/cached.ts';
import { selectActiveRules } from './repo.ts';

const RELOAD_MS = 5_000;

/** The rules in force, in their order. */
export const activeEnrichmentRules = cached('enrichment_rule', RELOAD_MS, selectActiveRules);
