import {
  deleteEnrichmentRule,
  getEnrichmentRule,
  updateEnrichmentRule,
} from '#lib/events/manage-enrichment-rules.ts';
import { EnrichmentRulePatch, EventParams } from '#lib/events/schema.ts';
import { endpoint } from '#lib/http/endpoint.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'enrichment_rules:read',
  params: EventParams,
  run: (ctx, { params }) => getEnrichmentRule(ctx, params.id),
});

export const PATCH = endpoint({
  identity: 'user',
  permission: 'enrichment_rules:write',
  params: EventParams,
  body: EnrichmentRulePatch,
  run: (ctx, { params, body }) => updateEnrichmentRule(ctx, params.id, body),
});

export const DELETE = endpoint({
  identity: 'user',
  permission: 'enrichment_rules:write',
  params: EventParams,
  status: 204,
  run: (ctx, { params }) => deleteEnrichmentRule(ctx, params.id),
});
