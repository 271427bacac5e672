import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { clock } from '#lib/platform/clock.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { markBacktestCancelled, toBacktest } from './repo.ts';
import { requireBacktest } from './require-backtest.ts';
import type { Backtest } from './schema.ts';

/** Ends a backtest that is under way; what it counted so far stays. @throws AppError `not_found`, `conflict` when it is over. */
export async function cancelBacktest(ctx: Context, id: string): Promise<Backtest> {
  requirePermission(ctx, 'backtests:write');
  return inTransaction(ctx, async (tx) => {
    const { state } = await requireBacktest(tx.db, id);
    if (!(await markBacktestCancelled(tx.db, id, clock.now()))) {
      throw new AppError('conflict', `The backtest is ${state}: there is nothing to cancel.`);
    }
    await recordAudit(tx, { action: 'backtests.cancel', subjectType: 'backtest', subjectId: id });
    return toBacktest(await requireBacktest(tx.db, id), clock.now());
  });
}
