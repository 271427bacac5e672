import { getEventStats } from '#lib/events/get-event-stats.ts';
import { EventFilters } from '#lib/events/schema.ts';
import { endpoint } from '#lib/http/endpoint.ts';

export const GET = endpoint({
  identity: 'user_or_client',
  permission: null,
  query: EventFilters,
  run: (ctx, { query }) => getEventStats(ctx, query),
});
