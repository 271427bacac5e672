import { createEventView } from '#lib/event-views/create-event-view.ts';
import { listEventViews } from '#lib/event-views/list-event-views.ts';
import { EventViewInput, EventViewsQuery } from '#lib/event-views/schema.ts';
import { PageQuery, paged } from '#lib/http/cursor.ts';
import { endpoint } from '#lib/http/endpoint.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'events:read',
  query: EventViewsQuery.extend(PageQuery.shape),
  run: paged('event_views', listEventViews),
});

export const POST = endpoint({
  identity: 'user',
  permission: 'events:read',
  body: EventViewInput,
  status: 201,
  run: (ctx, { body }) => createEventView(ctx, body),
});
