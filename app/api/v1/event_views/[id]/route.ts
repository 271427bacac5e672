import { deleteEventView } from '#lib/event-views/delete-event-view.ts';
import { getEventView } from '#lib/event-views/get-event-view.ts';
import { EventViewChange } from '#lib/event-views/schema.ts';
import { updateEventView } from '#lib/event-views/update-event-view.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'events:read',
  params: IdParams,
  run: (ctx, { params }) => getEventView(ctx, params.id),
});

export const PATCH = endpoint({
  identity: 'user',
  permission: 'events:read',
  params: IdParams,
  body: EventViewChange,
  run: (ctx, { params, body }) => updateEventView(ctx, params.id, body),
});

export const DELETE = endpoint({
  identity: 'user',
  permission: 'events:read',
  params: IdParams,
  status: 204,
  run: (ctx, { params }) => deleteEventView(ctx, params.id),
});
