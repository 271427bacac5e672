import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { clock } from '#lib/platform/clock.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { findRules, lockRules, saveRules } from './repo.ts';
import type { UnscannableRules } from './schema.ts';

/** Puts new rules in place; they hold for every file whose scan ends from now on. */
export async function updateUnscannableRules(
  ctx: Context,
  input: UnscannableRules,
): Promise<UnscannableRules> {
  requirePermission(ctx, 'patterns:write');
  return inTransaction(ctx, async (tx) => {
    await lockRules(tx.db);
    const before = await findRules(tx.db);
    await saveRules(tx.db, input, clock.now());
    await recordAudit(tx, {
      action: 'unscannable_rules.update',
      subjectType: 'unscannable_rules',
      subjectId: 'files',
      before: before.rules,
      after: input.rules,
    });
    return input;
  });
}
