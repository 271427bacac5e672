import { endpoint } from '#lib/http/endpoint.ts';
import { sendSample } from '#lib/http/send-sample.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const POST = endpoint({
  identity: 'user',
  permission: 'sources:write',
  params: IdParams,
  run: (ctx, { params }) => sendSample(ctx, params.id),
});
