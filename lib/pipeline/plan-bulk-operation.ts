import { recordAudit } from '#lib/audit/record-audit.ts';
import { actorName, type Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { insertBulk, toBulkOperation } from '#lib/bulk-operations/repo.ts';
import {
  type BulkInput,
  type BulkOperation,
  PLAN_KEPT_MINUTES,
  TARGETS,
} from '#lib/bulk-operations/schema.ts';
import { clock } from '#lib/platform/clock.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { planSelection } from './plan-selection.ts';

/**
 * Counts what a bulk operation would act on, and keeps the plan for a while. Nothing is done before it is started with
 * the plan's own words.
 * @throws AppError `unavailable` with the reason `too_slow` when the filter cannot be counted in time.
 */
export async function planBulkOperation(ctx: Context, input: BulkInput): Promise<BulkOperation> {
  requirePermission(ctx, 'deliveries:write');
  const id = uuidv7();
  const { plan, ids } = await planSelection(input, id);
  const now = clock.now();
  const planned = Math.min(plan.total, input.limit);
  return inTransaction(ctx, async (tx) => {
    const row = await insertBulk(tx.db, {
      ...{ id, kind: input.kind, target: TARGETS[input.kind], filter: input.filter ?? null, ids, plan },
      ...{ reason: input.reason ?? null, onlyNew: input.only_new, planned: plan.total },
      ...{ ratePerSecond: input.rate_per_second, itemLimit: input.limit },
      confirmation: `${input.kind} ${planned}`,
      createdBy: 'id' in ctx.actor ? ctx.actor.id : null,
      createdByName: actorName(ctx.actor),
      createdAt: now,
      expiresAt: new Date(now.getTime() + PLAN_KEPT_MINUTES * 60_000),
    });
    await recordAudit(tx, {
      action: 'bulk_operations.plan',
      subjectType: 'bulk_operation',
      subjectId: id,
      after: { kind: input.kind, filter: input.filter ?? null, total: planned, reason: input.reason ?? null },
    });
    return toBulkOperation(row, now);
  });
}
