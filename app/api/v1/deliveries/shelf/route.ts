import { getShelf } from '#lib/dispatch/deliveries/get-shelf.ts';
import { endpoint } from '#lib/http/endpoint.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'deliveries:read',
  run: (ctx) => getShelf(ctx),
});
