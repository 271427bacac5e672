import { listEvents } from '#lib/events/list-events.ts';
import { EventsQuery } from '#lib/events/schema.ts';
import { acceptEndpoint } from '#lib/http/accept-endpoint.ts';
import { paged } from '#lib/http/cursor.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { plainRoute } from '#lib/http/plain-route.ts';

export const POST = plainRoute(acceptEndpoint);
export const OPTIONS = POST;

export const GET = endpoint({
  identity: 'user_or_client',
  permission: null,
  query: EventsQuery,
  run: paged('events', listEvents),
});
