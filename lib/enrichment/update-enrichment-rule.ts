import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { notifyChange } from '#lib/platform/change-feed.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { refuseTaken } from '#lib/platform/unique-fault.ts';
import { changeRule } from './repo.ts';
import { requireEnrichmentRule } from './require-enrichment-rule.ts';
import type { EnrichmentRule, EnrichmentRuleChange } from './schema.ts';

/** Changes what is given and leaves the rest. @throws AppError `not_found`, `conflict` when the name is taken. */
export async function updateEnrichmentRule(
  ctx: Context,
  id: string,
  change: EnrichmentRuleChange,
): Promise<EnrichmentRule> {
  requirePermission(ctx, 'enrichment_rules:write');
  return inTransaction(ctx, async (tx) => {
    const before = await requireEnrichmentRule(tx.db, id);
    const after = await refuseTaken('name', () => changeRule(tx.db, id, change));
    const subject = { subjectType: 'enrichment_rule', subjectId: id } as const;
    await recordAudit(tx, { action: 'enrichment_rules.update', ...subject, before, after });
    await notifyChange(tx.db, 'enrichment_rule', id);
    return after;
  });
}
