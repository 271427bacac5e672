import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { countEnrichmentRules, insertEnrichmentRule } from './repo.ts';

const BRAND_RULE = { name: 'Brand', filter: {}, attributes: { brand: 'testBrand' } };

/** Adds the shipped rule to a database that has no rules yet. */
export async function installEnrichmentRules(ctx: Context): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    if ((await countEnrichmentRules(tx.db)) > 0) return;
    const id = await insertEnrichmentRule(tx.db, BRAND_RULE);
    await recordAudit(tx, {
      action: 'enrichment_rules.install',
      subjectType: 'enrichment_rule',
      subjectId: id,
      after: BRAND_RULE,
    });
  });
}
