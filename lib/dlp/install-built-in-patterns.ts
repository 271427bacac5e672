import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { notifyChange } from '#lib/platform/change-feed.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { builtInPatterns } from './built-in-patterns.ts';
import { existingPatternIds, insertPattern } from './repo.ts';

/** Adds the shipped patterns that this database never had; what an administrator changed or deleted is left alone. */
export async function installBuiltInPatterns(ctx: Context): Promise<number> {
  requirePermission(ctx, 'patterns:write');
  return inTransaction(ctx, async (tx) => {
    const known = await existingPatternIds(
      tx.db,
      builtInPatterns.map(({ id }) => id),
    );
    const missing = builtInPatterns.filter(({ id }) => !known.has(id));
    for (const { id, ...input } of missing) {
      await insertPattern(tx.db, { id, input, builtIn: true, createdBy: 'The Eye' });
      await recordAudit(tx, {
        action: 'patterns.install',
        subjectType: 'pattern',
        subjectId: id,
        after: { name: input.name },
      });
      await notifyChange(tx.db, 'pattern', id);
    }
    return missing.length;
  });
}
