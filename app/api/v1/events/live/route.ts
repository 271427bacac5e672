import { EventFilters } from '#lib/events/schema.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { liveEvents } from '#lib/http/live-events.ts';

export const dynamic = 'force-dynamic';

export const GET = endpoint({
  identity: 'user_or_client',
  permission: null,
  query: EventFilters,
  run: async (ctx, { query, request }) => liveEvents(ctx, query, request),
});
