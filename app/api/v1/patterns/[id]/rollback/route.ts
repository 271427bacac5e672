import { rollBackPattern } from '#lib/dlp/roll-back-pattern.ts';
import { PatternRollback } from '#lib/dlp/schema.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const POST = endpoint({
  identity: 'user',
  permission: 'patterns:write',
  params: IdParams,
  body: PatternRollback,
  run: (ctx, { params, body }) => rollBackPattern(ctx, params.id, body),
});
