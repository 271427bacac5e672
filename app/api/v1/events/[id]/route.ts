import { EventQuery } from '#lib/events/schema.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { describeEvent } from '#lib/pipeline/describe-event.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const GET = endpoint({
  identity: 'user_or_client',
  permission: null,
  params: IdParams,
  query: EventQuery,
  run: (ctx, { params, query }) =>
    describeEvent(ctx, params.id, {
      include: query.include?.split(',') ?? [],
      masked: query.masked === 'true',
    }),
});
