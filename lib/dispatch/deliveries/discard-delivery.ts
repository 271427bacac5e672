import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { redoOne } from './redo-one.ts';
import type { DiscardInput, ListedDelivery } from './schema.ts';

/**
 * Gives up a delivery that waits, or takes a dead one off the shelf.
 * @throws AppError `not_found`, `conflict` for any other.
 */
export function discardDelivery(
  ctx: Context,
  id: string,
  { reason }: DiscardInput,
  key: string | null,
): Promise<ListedDelivery> {
  requirePermission(ctx, 'deliveries:write');
  return redoOne(ctx, { kind: 'discard', id, key, reason });
}
