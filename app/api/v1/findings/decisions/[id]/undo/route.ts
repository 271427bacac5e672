import { undoDecision } from '#lib/findings/undo-decision.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const POST = endpoint({
  identity: 'user',
  permission: 'findings:decide',
  params: IdParams,
  run: (ctx, { params }) => undoDecision(ctx, params.id),
});
