import { endpoint } from '#lib/http/endpoint.ts';
import { getOverview } from '#lib/metrics/get-overview.ts';
import { OverviewQuery } from '#lib/metrics/schema.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'events:read',
  query: OverviewQuery,
  run: (ctx, { query }) => getOverview(ctx, query),
});
