import { PageQuery, paged } from '#lib/http/cursor.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { createSource } from '#lib/sources/create-source.ts';
import { listSources } from '#lib/sources/list-sources.ts';
import { SourceInput, SourcesQuery } from '#lib/sources/schema.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'sources:read',
  query: SourcesQuery.extend(PageQuery.shape),
  run: paged('sources', listSources),
});

export const POST = endpoint({
  identity: 'user',
  permission: 'sources:write',
  body: SourceInput,
  status: 201,
  run: (ctx, { body }) => createSource(ctx, body),
});
