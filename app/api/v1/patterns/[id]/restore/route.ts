import { restorePattern } from '#lib/dlp/restore-pattern.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const POST = endpoint({
  identity: 'user',
  permission: 'patterns:write',
  params: IdParams,
  run: (ctx, { params }) => restorePattern(ctx, params.id),
});
