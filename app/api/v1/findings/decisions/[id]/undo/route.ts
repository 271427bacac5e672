import { endpoint } from '#lib/http/endpoint.ts';
import { undoWithExclusions } from '#lib/pipeline/undo-decision.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const POST = endpoint({
  identity: 'user',
  permission: 'findings:decide',
  params: IdParams,
  run: (ctx, { params }) => undoWithExclusions(ctx, params.id),
});
