import { createExclusion } from '#lib/dlp/exclusions/create-exclusion.ts';
import { listExclusions } from '#lib/dlp/exclusions/list-exclusions.ts';
import { ExclusionInput, ExclusionsQuery } from '#lib/dlp/exclusions/schema.ts';
import { PageQuery, paged } from '#lib/http/cursor.ts';
import { endpoint } from '#lib/http/endpoint.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'patterns:read',
  query: ExclusionsQuery.extend(PageQuery.shape),
  run: paged('exclusions', listExclusions),
});

export const POST = endpoint({
  identity: 'user',
  permission: 'exclusions:write',
  body: ExclusionInput,
  status: 201,
  run: (ctx, { body }) => createExclusion(ctx, body),
});
