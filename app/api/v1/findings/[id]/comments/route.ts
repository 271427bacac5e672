import { commentFinding } from '#lib/findings/comment-finding.ts';
import { FindingComment } from '#lib/findings/schema.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const POST = endpoint({
  identity: 'user',
  permission: 'findings:decide',
  params: IdParams,
  body: FindingComment,
  status: 201,
  run: (ctx, { params, body }) => commentFinding(ctx, params.id, body),
});
