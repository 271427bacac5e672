import { getClientRefusals } from '#lib/clients/refusals/get-client-refusals.ts';
import { RefusalsQuery } from '#lib/clients/refusals/schema.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'clients:read',
  params: IdParams,
  query: RefusalsQuery,
  run: (ctx, { params, query }) => getClientRefusals(ctx, params.id, query),
});
