import { deleteExport } from '#lib/events/exports/delete-export.ts';
import { getExport } from '#lib/events/exports/get-export.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'events:export',
  params: IdParams,
  run: (ctx, { params }) => getExport(ctx, params.id),
});

export const DELETE = endpoint({
  identity: 'user',
  permission: 'events:export',
  params: IdParams,
  status: 204,
  run: (ctx, { params }) => deleteExport(ctx, params.id),
});
