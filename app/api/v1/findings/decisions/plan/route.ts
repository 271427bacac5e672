import { planDecision } from '#lib/findings/plan-decision.ts';
import { FindingDecision } from '#lib/findings/schema.ts';
import { endpoint } from '#lib/http/endpoint.ts';

export const POST = endpoint({
  identity: 'user',
  permission: 'findings:decide',
  body: FindingDecision,
  run: (ctx, { body }) => planDecision(ctx, body),
});
