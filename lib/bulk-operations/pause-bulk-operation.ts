import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { changeState } from './change-state.ts';
import type { BulkOperation } from './schema.ts';

/** Lets an operation rest after the items it has in hand. @throws AppError `conflict` for one in another state. */
export function pauseBulkOperation(ctx: Context, id: string): Promise<BulkOperation> {
  requirePermission(ctx, 'deliveries:write');
  return changeState(ctx, id, { verb: 'pause', from: ['running'], to: 'paused' });
}
