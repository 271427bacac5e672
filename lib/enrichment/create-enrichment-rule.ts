import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { notifyChange } from '#lib/platform/change-feed.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { refuseTaken } from '#lib/platform/unique-fault.ts';
import { insertRule } from './repo.ts';
import type { EnrichmentRule, EnrichmentRuleInput } from './schema.ts';

/** @throws AppError `conflict` when the name is taken. */
export async function createEnrichmentRule(
  ctx: Context,
  input: EnrichmentRuleInput,
): Promise<EnrichmentRule> {
  requirePermission(ctx, 'enrichment_rules:write');
  const id = uuidv7();
  return inTransaction(ctx, async (tx) => {
    const after = await refuseTaken('name', () => insertRule(tx.db, id, input));
    const subject = { subjectType: 'enrichment_rule', subjectId: id } as const;
    await recordAudit(tx, { action: 'enrichment_rules.create', ...subject, after });
    await notifyChange(tx.db, 'enrichment_rule', id);
    return after;
  });
}
