import { z } from 'zod';
import { EVENT_PATHS } from '#lib/events/schema.ts';
import { filterOver } from '#lib/platform/filter.ts';
import { Line } from '#lib/platform/schema.ts';

const attributeName = z.string().regex(/^[A-Za-z_][\w.-]{0,63}$/, 'has to be a name such as brand');
const rule = {
  name: Line,
  filter: filterOver(EVENT_PATHS),
  attributes: z
    .record(attributeName, z.json())
    .refine((attributes) => Object.keys(attributes).length > 0, 'adds nothing')
    .refine((attributes) => JSON.stringify(attributes).length <= 10_000, 'is larger than 10,000 characters'),
  enabled: z.boolean(),
  position: z.int().min(0).max(10_000),
};

/** When the filter matches an event, the attributes are added to it. Rules are applied by position, then name. */
export const EnrichmentRuleInput = z.strictObject({
  ...rule,
  filter: rule.filter.default({}),
  enabled: rule.enabled.default(true),
  position: rule.position.default(0),
});
export type EnrichmentRuleInput = z.infer<typeof EnrichmentRuleInput>;

export const EnrichmentRuleChange = z.strictObject(rule).partial();
export type EnrichmentRuleChange = z.infer<typeof EnrichmentRuleChange>;

export type EnrichmentRule = Omit<EnrichmentRuleInput, 'attributes'> & {
  id: string;
  attributes: Record<string, unknown>;
  created_at: string;
  updated_at: string;
};
