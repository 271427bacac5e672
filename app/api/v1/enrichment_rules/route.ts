import { createEnrichmentRule } from '#lib/enrichment/create-enrichment-rule.ts';
import { listEnrichmentRules } from '#lib/enrichment/list-enrichment-rules.ts';
import { EnrichmentRuleInput } from '#lib/enrichment/schema.ts';
import { PageQuery, paged } from '#lib/http/cursor.ts';
import { endpoint } from '#lib/http/endpoint.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'enrichment_rules:read',
  query: PageQuery,
  run: paged('enrichment_rules', listEnrichmentRules),
});

export const POST = endpoint({
  identity: 'user',
  permission: 'enrichment_rules:write',
  body: EnrichmentRuleInput,
  status: 201,
  run: (ctx, { body }) => createEnrichmentRule(ctx, body),
});
