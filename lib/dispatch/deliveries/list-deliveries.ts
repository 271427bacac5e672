import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import type { Page, PageRequest } from '#lib/platform/keyset.ts';
import { presentDelivery } from './present-delivery.ts';
import { pageOfDeliveries } from './repo.ts';
import type { DeliveryFilters, ListedDelivery } from './schema.ts';

/** Deliveries, the latest first, each with how its last attempt ended. */
export async function listDeliveries(
  ctx: Context,
  query: DeliveryFilters & PageRequest,
): Promise<Page<ListedDelivery>> {
  requirePermission(ctx, 'deliveries:read');
  const page = await pageOfDeliveries(query, query);
  return { ...page, items: page.items.map(presentDelivery) };
}
