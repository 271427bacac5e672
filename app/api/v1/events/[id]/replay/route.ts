import { endpoint } from '#lib/http/endpoint.ts';
import { idempotencyKeyOf } from '#lib/http/idempotency-key.ts';
import { replayEvent } from '#lib/pipeline/replay-event.ts';
import { ReplayQuery } from '#lib/pipeline/schema.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const POST = endpoint({
  identity: 'user',
  permission: 'deliveries:write',
  params: IdParams,
  query: ReplayQuery,
  status: 202,
  run: (ctx, { params, query, request }) => replayEvent(ctx, params.id, query, idempotencyKeyOf(request)),
});
