import { matchesFilter } from '#lib/platform/match-filter.ts';
import type { EnrichmentRule } from './schema.ts';

type Applied = Pick<EnrichmentRule, 'name' | 'filter' | 'attributes'>;

/**
 * Adds the attributes of every rule whose filter matches, in the rules' order: a later rule sees what earlier
 * ones added, and wins where both set one name.
 */
export function enrichEvent(
  document: Record<string, unknown>,
  rules: readonly Applied[],
): { attributes: Record<string, unknown>; appliedRules: string[] } {
  const attributes: Record<string, unknown> = {};
  const appliedRules: string[] = [];
  for (const rule of rules) {
    if (!matchesFilter(rule.filter, { ...document, attributes })) continue;
    Object.assign(attributes, rule.attributes);
    appliedRules.push(rule.name);
  }
  return { attributes, appliedRules };
}
