import { FindingDecision } from '#lib/findings/schema.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { decideAndExclude } from '#lib/pipeline/decide-findings.ts';

export const POST = endpoint({
  identity: 'user',
  permission: 'findings:decide',
  body: FindingDecision,
  run: (ctx, { body }) => decideAndExclude(ctx, body),
});
