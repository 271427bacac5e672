import { cached } from '#lib/platform/cached.ts';
import { selectActiveRules } from './rule-repo.ts';

const RELOAD_MS = 5_000;

/** The rules in force, in their order. */
export const activeEnrichmentRules = cached('enrichment-rule', RELOAD_MS, selectActiveRules);
