import { deletePattern } from '#lib/dlp/delete-pattern.ts';
import { getPattern } from '#lib/dlp/get-pattern.ts';
import { PatternChange } from '#lib/dlp/schema.ts';
import { updatePattern } from '#lib/dlp/update-pattern.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'patterns:read',
  params: IdParams,
  run: (ctx, { params }) => getPattern(ctx, params.id),
});

export const PATCH = endpoint({
  identity: 'user',
  permission: 'patterns:write',
  params: IdParams,
  body: PatternChange,
  run: (ctx, { params, body }) => updatePattern(ctx, params.id, body),
});

export const DELETE = endpoint({
  identity: 'user',
  permission: 'patterns:write',
  params: IdParams,
  status: 204,
  run: (ctx, { params }) => deletePattern(ctx, params.id),
});
