import { deleteExclusion } from '#lib/dlp/exclusions/delete-exclusion.ts';
import { ExclusionChange } from '#lib/dlp/exclusions/schema.ts';
import { updateExclusion } from '#lib/dlp/exclusions/update-exclusion.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const PATCH = endpoint({
  identity: 'user',
  permission: 'exclusions:write',
  params: IdParams,
  body: ExclusionChange,
  run: (ctx, { params, body }) => updateExclusion(ctx, params.id, body),
});

export const DELETE = endpoint({
  identity: 'user',
  permission: 'exclusions:write',
  params: IdParams,
  status: 204,
  run: (ctx, { params }) => deleteExclusion(ctx, params.id),
});
