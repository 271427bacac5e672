import type { Db } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { findRule } from './repo.ts';
import type { EnrichmentRule } from './schema.ts';

/** @throws AppError `not_found`. */
export async function requireEnrichmentRule(db: Db, id: string): Promise<EnrichmentRule> {
  const rule = await findRule(db, id);
  if (!rule) throw new AppError('not_found', 'There is no enrichment rule with this id.');
  return rule;
}
