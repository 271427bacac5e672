import { endpoint } from '#lib/http/endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';
import { getSourceRefusals } from '#lib/sources/refusals/get-source-refusals.ts';
import { SourceRefusalsQuery } from '#lib/sources/refusals/schema.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'sources:read',
  params: IdParams,
  query: SourceRefusalsQuery,
  run: (ctx, { params, query }) => getSourceRefusals(ctx, params.id, query),
});
