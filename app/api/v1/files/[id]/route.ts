import { endpoint } from '#lib/http/endpoint.ts';
import { deleteFile } from '#lib/pipeline/delete-file.ts';
import { describeFile } from '#lib/pipeline/describe-file.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const GET = endpoint({
  identity: 'user_or_client',
  permission: null,
  params: IdParams,
  run: (ctx, { params }) => describeFile(ctx, params.id),
});

export const DELETE = endpoint({
  identity: 'user',
  permission: 'files:write',
  params: IdParams,
  status: 204,
  run: (ctx, { params }) => deleteFile(ctx, params.id),
});
