import { endpoint } from '#lib/http/endpoint.ts';
import { idempotencyKeyOf } from '#lib/http/idempotency-key.ts';
import { replayEvent } from '#lib/pipeline/replay-event.ts';
import { ReplayInput } from '#lib/pipeline/schema.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const POST = endpoint({
  identity: 'user',
  permission: 'deliveries:write',
  params: IdParams,
  body: ReplayInput,
  status: 202,
  run: (ctx, { params, body, request }) => replayEvent(ctx, params.id, body, idempotencyKeyOf(request)),
});
