import { listDeliveries } from '#lib/dispatch/deliveries/list-deliveries.ts';
import { DeliveryFilters } from '#lib/dispatch/deliveries/schema.ts';
import { PageQuery, paged } from '#lib/http/cursor.ts';
import { endpoint } from '#lib/http/endpoint.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'deliveries:read',
  query: DeliveryFilters.extend(PageQuery.shape),
  run: paged('deliveries', listDeliveries),
});
