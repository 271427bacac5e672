import { endpoint } from '#lib/http/endpoint.ts';
import { describeSlackMessage } from '#lib/pipeline/describe-slack-message.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'slack:read',
  params: IdParams,
  run: (ctx, { params }) => describeSlackMessage(ctx, params.id),
});
