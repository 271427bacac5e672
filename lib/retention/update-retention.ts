import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { clock } from '#lib/platform/clock.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { findRetention, lockRetention, saveRetention } from './repo.ts';
import type { Retention, RetentionInput } from './schema.ts';

/**
 * Puts all rules in place of those that were. The next run of `apply-retention` follows them.
 * @throws AppError `conflict` when somebody else changed them since they were read: what he keeps would be deleted.
 */
export async function updateRetention(ctx: Context, input: RetentionInput): Promise<Retention> {
  requirePermission(ctx, 'retention:write');
  return inTransaction(ctx, async (tx) => {
    await lockRetention(tx.db);
    const before = await findRetention(tx.db);
    if (before.version !== input.version) {
      throw new AppError('conflict', 'The retention was changed since it was read: load it again.', {
        details: { errors: [{ path: 'version', message: `is ${before.version} by now` }] },
      });
    }
    const after = await saveRetention(tx.db, input, clock.now());
    await recordAudit(tx, {
      action: 'retention.update',
      subjectType: 'retention',
      subjectId: 'events',
      before,
      after,
    });
    return after;
  });
}
