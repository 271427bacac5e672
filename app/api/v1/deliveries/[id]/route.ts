import { getDelivery } from '#lib/dispatch/deliveries/get-delivery.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'deliveries:read',
  params: IdParams,
  run: (ctx, { params }) => getDelivery(ctx, params.id),
});
