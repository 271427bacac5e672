import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { redoOne } from './redo-one.ts';
import type { ListedDelivery } from './schema.ts';

/**
 * Tries a delivery again: one that waits is due now, one that is dead or was discarded gets a further attempt under the
 * same id. The retry plan goes on where it stood; what has used it up gets one attempt.
 * @throws AppError `not_found`, `conflict` for one that is delivered, withheld or being sent.
 */
export function retryDelivery(ctx: Context, id: string, key: string | null): Promise<ListedDelivery> {
  requirePermission(ctx, 'deliveries:write');
  return redoOne(ctx, { kind: 'retry', id, key });
}
