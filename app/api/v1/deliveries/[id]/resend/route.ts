import { resendDelivery } from '#lib/dispatch/deliveries/resend-delivery.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { idempotencyKeyOf } from '#lib/http/idempotency-key.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const POST = endpoint({
  identity: 'user',
  permission: 'deliveries:write',
  params: IdParams,
  status: 201,
  run: (ctx, { params, request }) => resendDelivery(ctx, params.id, idempotencyKeyOf(request)),
});
