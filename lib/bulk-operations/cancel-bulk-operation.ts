import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { changeState } from './change-state.ts';
import type { BulkOperation } from './schema.ts';

/** Ends an operation after the items it has in hand; what was done stays done. @throws AppError `conflict` for one in another state. */
export function cancelBulkOperation(ctx: Context, id: string): Promise<BulkOperation> {
  requirePermission(ctx, 'deliveries:write');
  return changeState(ctx, id, { verb: 'cancel', from: ['planned', 'running', 'paused'], to: 'cancelled' });
}
