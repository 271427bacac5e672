import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { clock } from '#lib/platform/clock.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { wakeWorkers } from '#lib/queue/wake-workers.ts';
import { type BulkRow, enqueueBulk, moveState, stateOf, toBulkOperation } from './repo.ts';
import { requireBulkOperation } from './require-bulk-operation.ts';
import type { BulkOperation, BulkState } from './schema.ts';

type Change = {
  verb: 'start' | 'pause' | 'resume' | 'cancel';
  from: readonly BulkState[];
  to: BulkState;
  /** @throws AppError when it may not be. */
  check?: (row: BulkRow) => void;
};

/** One change of state with its audit row, and the job where work begins. Of two at once, the second is refused. */
export async function changeState(ctx: Context, id: string, change: Change): Promise<BulkOperation> {
  const now = clock.now();
  const changed = await inTransaction(ctx, async (tx) => {
    const row = await requireBulkOperation(tx.db, id);
    const state = stateOf(row, now);
    if (change.from.includes(state)) change.check?.(row);
    const isMoved = change.from.includes(state) && (await moveState(tx.db, id, { ...change, now }));
    if (!isMoved) {
      const { state: present } = toBulkOperation(await requireBulkOperation(tx.db, id), now);
      throw new AppError('conflict', `The operation is ${present}: it cannot ${change.verb}.`, {
        details: { extra: { state: present } },
      });
    }
    if (change.to === 'running') await enqueueBulk(tx.db, id);
    await recordAudit(tx, {
      action: `bulk_operations.${change.verb}`,
      subjectType: 'bulk_operation',
      subjectId: id,
      after: { kind: row.kind, filter: row.filter, total: Math.min(row.planned, row.itemLimit) },
    });
    return requireBulkOperation(tx.db, id);
  });
  if (change.to === 'running') wakeWorkers('bulk-operations');
  return toBulkOperation(changed, now);
}
