import { pauseDestination } from '#lib/dispatch/pause-destination.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const POST = endpoint({
  identity: 'user',
  permission: 'destinations:write',
  params: IdParams,
  run: (ctx, { params }) => pauseDestination(ctx, params.id),
});
