import { retryDelivery } from '#lib/dispatch/deliveries/retry-delivery.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { idempotencyKeyOf } from '#lib/http/idempotency-key.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const POST = endpoint({
  identity: 'user',
  permission: 'deliveries:write',
  params: IdParams,
  run: (ctx, { params, request }) => retryDelivery(ctx, params.id, idempotencyKeyOf(request)),
});
