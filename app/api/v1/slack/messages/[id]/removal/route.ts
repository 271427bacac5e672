import { endpoint } from '#lib/http/endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';
import { retryRemoval } from '#lib/slack/retry-removal.ts';

export const POST = endpoint({
  identity: 'user',
  permission: 'slack:write',
  params: IdParams,
  status: 204,
  run: (ctx, { params }) => retryRemoval(ctx, params.id),
});
