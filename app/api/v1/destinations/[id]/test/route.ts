import { DestinationParams } from '#lib/dispatch/schema.ts';
import { testDestination } from '#lib/dispatch/test-destination.ts';
import { endpoint } from '#lib/http/endpoint.ts';

export const POST = endpoint({
  identity: 'user',
  permission: 'destinations:write',
  params: DestinationParams,
  run: (ctx, { params }) => testDestination(ctx, params.id),
});
