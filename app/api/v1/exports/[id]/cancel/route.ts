import { cancelExport } from '#lib/events/exports/cancel-export.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const POST = endpoint({
  identity: 'user',
  permission: 'events:export',
  params: IdParams,
  run: (ctx, { params }) => cancelExport(ctx, params.id),
});
