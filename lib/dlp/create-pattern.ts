import { recordAudit } from '#lib/audit/record-audit.ts';
import { actorName, type Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { notifyChange } from '#lib/platform/change-feed.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { refuseTaken } from '#lib/platform/unique-fault.ts';
import { checkPattern } from './check-pattern.ts';
import { insertPattern, toPattern } from './repo.ts';
import type { Pattern, PatternInput } from './schema.ts';

/** @throws AppError `invalid` (regex or samples), `conflict` (name). */
export async function createPattern(ctx: Context, input: PatternInput): Promise<Pattern> {
  requirePermission(ctx, 'patterns:write');
  checkPattern(input);
  return refuseTaken('name', () =>
    inTransaction(ctx, async (tx) => {
      const row = await insertPattern(tx.db, {
        id: uuidv7(),
        input,
        builtIn: false,
        createdBy: actorName(ctx.actor),
      });
      const pattern = toPattern(row);
      await recordAudit(tx, {
        action: 'patterns.create',
        subjectType: 'pattern',
        subjectId: row.id,
        after: pattern,
      });
      await notifyChange(tx.db, 'pattern', row.id);
      return pattern;
    }),
  );
}
