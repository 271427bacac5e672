import { createPattern } from '#lib/dlp/create-pattern.ts';
import { listPatterns } from '#lib/dlp/list-patterns.ts';
import { PatternInput, PatternsQuery } from '#lib/dlp/schema.ts';
import { PageQuery, paged } from '#lib/http/cursor.ts';
import { endpoint } from '#lib/http/endpoint.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'patterns:read',
  query: PatternsQuery.extend(PageQuery.shape),
  run: paged('patterns', listPatterns),
});

export const POST = endpoint({
  identity: 'user',
  permission: 'patterns:write',
  body: PatternInput,
  status: 201,
  run: (ctx, { body }) => createPattern(ctx, body),
});
