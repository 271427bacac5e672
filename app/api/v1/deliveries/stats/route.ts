import { getDeliveryStats } from '#lib/dispatch/deliveries/get-delivery-stats.ts';
import { DeliveryFilters } from '#lib/dispatch/deliveries/schema.ts';
import { endpoint } from '#lib/http/endpoint.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'deliveries:read',
  query: DeliveryFilters,
  run: (ctx, { query }) => getDeliveryStats(ctx, query),
});
