import { getRevealed } from '#lib/findings/get-revealed.ts';
import { revealFinding } from '#lib/findings/reveal-finding.ts';
import { RevealRequest } from '#lib/findings/schema.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'findings:reveal',
  params: IdParams,
  run: (ctx, { params }) => getRevealed(ctx, params.id),
});

export const POST = endpoint({
  identity: 'user',
  permission: 'findings:reveal',
  params: IdParams,
  body: RevealRequest,
  run: (ctx, { params, body }) => revealFinding(ctx, params.id, body),
});
