import { endpoint } from '#lib/http/endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';
import { deleteSource } from '#lib/sources/delete-source.ts';
import { getSource } from '#lib/sources/get-source.ts';
import { SourceChange } from '#lib/sources/schema.ts';
import { updateSource } from '#lib/sources/update-source.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'sources:read',
  params: IdParams,
  run: (ctx, { params }) => getSource(ctx, params.id),
});

export const PATCH = endpoint({
  identity: 'user',
  permission: 'sources:write',
  params: IdParams,
  body: SourceChange,
  run: (ctx, { params, body }) => updateSource(ctx, params.id, body),
});

export const DELETE = endpoint({
  identity: 'user',
  permission: 'sources:write',
  params: IdParams,
  status: 204,
  run: (ctx, { params }) => deleteSource(ctx, params.id),
});
