import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { changeState } from './change-state.ts';
import type { BulkOperation } from './schema.ts';

/** Goes on with a paused operation after the last item that was done. @throws AppError `conflict` for one in another state. */
export function resumeBulkOperation(ctx: Context, id: string): Promise<BulkOperation> {
  requirePermission(ctx, 'deliveries:write');
  return changeState(ctx, id, { verb: 'resume', from: ['paused'], to: 'running' });
}
