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
  const id = uuidv7();
  const createdBy = actorName(ctx.actor);
  return inTransaction(ctx, async (tx) => {
    const row = await refuseTaken('name', () =>
      insertPattern(tx.db, { id, input, builtIn: false, createdBy }),
    );
    const after = toPattern(row);
    await recordAudit(tx, { action: 'patterns.create', subjectType: 'pattern', subjectId: id, after });
    await notifyChange(tx.db, 'pattern', id);
    return after;
  });
}
