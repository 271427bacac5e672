import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { isReadTimeout, NARROW_THE_RANGE } from '#lib/platform/read-bounded.ts';
import { countByStatus } from './repo.ts';
import { type DeliveryFilters, type DeliveryStats, MAX_COUNTED } from './schema.ts';

/** How many deliveries of each status match, as if the status were not filtered by. */
export async function getDeliveryStats(ctx: Context, filter: DeliveryFilters): Promise<DeliveryStats> {
  requirePermission(ctx, 'deliveries:read');
  try {
    const counts = await countByStatus(filter);
    const statuses = counts.map(({ status, count }) => ({
      status,
      count: Math.min(count, MAX_COUNTED),
      capped: count > MAX_COUNTED,
    }));
    return { statuses, note: null };
  } catch (error) {
    if (isReadTimeout(error)) return { statuses: null, note: NARROW_THE_RANGE };
    throw error;
  }
}
