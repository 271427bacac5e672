import { deleteEnrichmentRule } from '#lib/enrichment/delete-enrichment-rule.ts';
import { getEnrichmentRule } from '#lib/enrichment/get-enrichment-rule.ts';
import { EnrichmentRuleChange } from '#lib/enrichment/schema.ts';
import { updateEnrichmentRule } from '#lib/enrichment/update-enrichment-rule.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'enrichment_rules:read',
  params: IdParams,
  run: (ctx, { params }) => getEnrichmentRule(ctx, params.id),
});

export const PATCH = endpoint({
  identity: 'user',
  permission: 'enrichment_rules:write',
  params: IdParams,
  body: EnrichmentRuleChange,
  run: (ctx, { params, body }) => updateEnrichmentRule(ctx, params.id, body),
});

export const DELETE = endpoint({
  identity: 'user',
  permission: 'enrichment_rules:write',
  params: IdParams,
  status: 204,
  run: (ctx, { params }) => deleteEnrichmentRule(ctx, params.id),
});
