import { recordAudit } from '#lib/audit/record-audit.ts';
import { wasEverDone } from '#lib/audit/was-ever-done.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { notifyChange } from '#lib/platform/change-feed.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { insertRule } from './repo.ts';
import { EnrichmentRuleInput } from './schema.ts';

const ACTION = 'enrichment_rules.install';
const SHIPPED = EnrichmentRuleInput.parse({ name: 'Brand', attributes: { brand: 'testBrand' } });

/** Adds the shipped rule once; deleted, it stays deleted. */
export async function installEnrichmentRules(ctx: Context): Promise<void> {
  requirePermission(ctx, 'enrichment_rules:write');
  await inTransaction(ctx, async (tx) => {
    if (await wasEverDone(tx, ACTION)) return;
    const after = await insertRule(tx.db, uuidv7(), SHIPPED);
    const subject = { subjectType: 'enrichment_rule', subjectId: after.id } as const;
    await recordAudit(tx, { action: ACTION, ...subject, after });
    await notifyChange(tx.db, 'enrichment_rule', after.id);
  });
}
