import { decideFindings } from '#lib/findings/decide-findings.ts';
import { FindingDecision } from '#lib/findings/schema.ts';
import { endpoint } from '#lib/http/endpoint.ts';

export const POST = endpoint({
  identity: 'user',
  permission: 'findings:decide',
  body: FindingDecision,
  run: (ctx, { body }) => decideFindings(ctx, body),
});
