import { listPatternVersions } from '#lib/dlp/get-pattern.ts';
import { PatternParams } from '#lib/dlp/schema.ts';
import { endpoint } from '#lib/http/endpoint.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'patterns:read',
  params: PatternParams,
  run: (ctx, { params }) => listPatternVersions(ctx, params.id),
});
