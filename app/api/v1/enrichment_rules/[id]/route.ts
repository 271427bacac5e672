import {
  deleteEnrichmentRule,
  getEnrichmentRule,
  updateEnrichmentRule,
} from '#lib/events/manage-enrichment-rules.ts';
import { EnrichmentRulePatch } from '#lib/events/schema.ts';
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
  body: EnrichmentRulePatch,
  run: (ctx, { params, body }) => updateEnrichmentRule(ctx, params.id, body),
});

export const DELETE = endpoint({
  identity: 'user',
  permission: 'enrichment_rules:write',
  params: IdParams,
  status: 204,
  run: (ctx, { params }) => deleteEnrichmentRule(ctx, params.id),
});
