import { createDestination } from '#lib/dispatch/create-destination.ts';
import { listDestinations } from '#lib/dispatch/list-destinations.ts';
import { DestinationInput, DestinationsQuery } from '#lib/dispatch/schema.ts';
import { PageQuery, paged } from '#lib/http/cursor.ts';
import { endpoint } from '#lib/http/endpoint.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'destinations:read',
  query: DestinationsQuery.extend(PageQuery.shape),
  run: paged('destinations', listDestinations),
});

export const POST = endpoint({
  identity: 'user',
  permission: 'destinations:write',
  body: DestinationInput,
  status: 201,
  run: (ctx, { body }) => createDestination(ctx, body),
});
