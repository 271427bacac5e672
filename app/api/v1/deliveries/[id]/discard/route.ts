import { discardDelivery } from '#lib/dispatch/deliveries/discard-delivery.ts';
import { DiscardInput } from '#lib/dispatch/deliveries/schema.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { idempotencyKeyOf } from '#lib/http/idempotency-key.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const POST = endpoint({
  identity: 'user',
  permission: 'deliveries:write',
  params: IdParams,
  body: DiscardInput,
  run: (ctx, { params, body, request }) => discardDelivery(ctx, params.id, body, idempotencyKeyOf(request)),
});
