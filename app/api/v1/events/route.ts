import { listEvents } from '#lib/events/list-events.ts';
import { EventsQuery } from '#lib/events/schema.ts';
import { acceptRoute } from '#lib/http/accept-route.ts';
import { pageAnswer, pageRequest } from '#lib/http/cursor.ts';
import { endpoint } from '#lib/http/endpoint.ts';

export const POST = acceptRoute;
export const OPTIONS = acceptRoute;

export const GET = endpoint({
  identity: 'user_or_client',
  permission: null,
  query: EventsQuery,
  run: async (ctx, { query: { cursor, ...query } }) =>
    pageAnswer(
      'events',
      await listEvents(ctx, { ...query, ...pageRequest('events', { cursor, limit: query.limit }) }),
    ),
});
