import { getDestinationStats } from '#lib/dispatch/counts/get-destination-stats.ts';
import { StatsQuery } from '#lib/dispatch/counts/schema.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'destinations:read',
  params: IdParams,
  query: StatsQuery,
  run: (ctx, { params, query }) => getDestinationStats(ctx, params.id, query),
});
