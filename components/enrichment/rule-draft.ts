import { refusal } from '#components/record/check-input.ts';
import { readJsonInto } from '#components/record/json-draft.ts';
import type { ApiFault } from '#components/ui/api.ts';
import type { EnrichmentRule } from '#lib/enrichment/schema.ts';

/** A rule as it stands in the form: JSON and numbers as they are being typed. */
export type RuleDraft = {
  name: string;
  filter: string;
  attributes: string;
  position: string;
  enabled: boolean;
};

export const NEW_RULE: RuleDraft = {
  name: '',
  filter: '{}',
  attributes: '{\n  "team": "payments"\n}',
  position: '0',
  enabled: true,
};

export const draftOf = (rule: EnrichmentRule): RuleDraft => ({
  name: rule.name,
  filter: JSON.stringify(rule.filter, null, 2),
  attributes: JSON.stringify(rule.attributes, null, 2),
  position: String(rule.position),
  enabled: rule.enabled,
});

/** What is sent. @throws ApiProblem when a piece of JSON cannot be read, with its place. */
export function inputOf(draft: RuleDraft): Record<string, unknown> {
  const faults: ApiFault[] = [];
  const filter = readJsonInto(draft.filter, 'filter', faults);
  const attributes = readJsonInto(draft.attributes, 'attributes', faults);
  if (faults.length > 0) throw refusal('Not sent yet: some fields need another look.', faults);
  return { name: draft.name, filter, attributes, position: Number(draft.position), enabled: draft.enabled };
}
