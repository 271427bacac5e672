import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { redoOne } from './redo-one.ts';
import type { ListedDelivery } from './schema.ts';

/**
 * Makes a new delivery of the same event to the same destination, also of one that arrived; answers the new one, which
 * names the first.
 * @throws AppError `not_found`, `conflict` while one of them is under way, and for what the scan blocks.
 */
export function resendDelivery(ctx: Context, id: string, key: string | null): Promise<ListedDelivery> {
  requirePermission(ctx, 'deliveries:write');
  return redoOne(ctx, { kind: 'resend', id, key });
}
