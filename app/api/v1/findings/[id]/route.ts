import { getFinding } from '#lib/findings/get-finding.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'findings:read',
  params: IdParams,
  run: (ctx, { params }) => getFinding(ctx, params.id),
});
