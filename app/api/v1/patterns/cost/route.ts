import { PatternCostQuestion } from '#lib/dlp/schema.ts';
import { tryCost } from '#lib/dlp/try-cost.ts';
import { endpoint } from '#lib/http/endpoint.ts';

export const POST = endpoint({
  identity: 'user',
  permission: 'patterns:write',
  body: PatternCostQuestion,
  run: (ctx, { body }) => tryCost(ctx, body.pattern),
});
