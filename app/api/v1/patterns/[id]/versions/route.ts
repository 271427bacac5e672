import { listPatternVersions } from '#lib/dlp/list-pattern-versions.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'patterns:read',
  params: IdParams,
  run: (ctx, { params }) => listPatternVersions(ctx, params.id),
});
