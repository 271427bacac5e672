import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { notifyChange } from '#lib/platform/change-feed.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { removeRule } from './repo.ts';
import { requireEnrichmentRule } from './require-enrichment-rule.ts';

/** Events it was applied to keep what it added. @throws AppError `not_found`. */
export async function deleteEnrichmentRule(ctx: Context, id: string): Promise<void> {
  requirePermission(ctx, 'enrichment_rules:write');
  await inTransaction(ctx, async (tx) => {
    const before = await requireEnrichmentRule(tx.db, id);
    await removeRule(tx.db, id);
    const subject = { subjectType: 'enrichment_rule', subjectId: id } as const;
    await recordAudit(tx, { action: 'enrichment_rules.delete', ...subject, before });
    await notifyChange(tx.db, 'enrichment_rule', id);
  });
}
