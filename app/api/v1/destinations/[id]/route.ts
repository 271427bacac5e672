import { deleteDestination } from '#lib/dispatch/delete-destination.ts';
import { getDestination } from '#lib/dispatch/get-destination.ts';
import { DestinationChange } from '#lib/dispatch/schema.ts';
import { updateDestination } from '#lib/dispatch/update-destination.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { tellStateChange } from '#lib/pipeline/tell-state-change.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'destinations:read',
  params: IdParams,
  run: (ctx, { params }) => getDestination(ctx, params.id),
});

export const PATCH = endpoint({
  identity: 'user',
  permission: 'destinations:write',
  params: IdParams,
  body: DestinationChange,
  run: (ctx, { params, body }) => updateDestination(ctx, params.id, body, tellStateChange),
});

export const DELETE = endpoint({
  identity: 'user',
  permission: 'destinations:write',
  params: IdParams,
  status: 204,
  run: (ctx, { params }) => deleteDestination(ctx, params.id),
});
