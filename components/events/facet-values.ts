import { type EventFacet, type FacetName, NONE } from '#lib/events/schema.ts';
import { type ExactFilter, exactValue, isSender, NOT_PREFIX } from './exact-filters.ts';

export type FacetValue = {
  /** As the filter takes it. */
  value: string;
  text: string;
  /** Null: not among the most frequent. */
  count: number | null;
  state: 'only' | 'not' | null;
};

/** The values of a facet as they are shown: most frequent first, and what is filtered by in any case. */
export function facetValues(
  name: FacetName,
  facet: EventFacet | null,
  filters: readonly ExactFilter[],
): FacetValue[] {
  const only = filters.find(({ key }) => key === name)?.value;
  const not = filters.find(({ key }) => key === `${NOT_PREFIX}${name}`)?.value;
  const stateOf = (value: string) => (value === only ? 'only' : value === not ? 'not' : null);
  const values = (facet?.values ?? []).map(({ value, label, count }): FacetValue => {
    const asked = value ?? NONE;
    const text = value === null ? NONE : isSender(name) ? label : exactValue(name, value);
    return { value: asked, text, count, state: stateOf(asked) };
  });
  const missing = [only, not].flatMap((value): FacetValue[] =>
    value === undefined || values.some((one) => one.value === value)
      ? []
      : [{ value, text: exactValue(name, value), count: facet?.more ? null : 0, state: stateOf(value) }],
  );
  return [...missing, ...values];
}

/** Those whose text holds what was typed. */
export function searchValues(values: readonly FacetValue[], typed: string): readonly FacetValue[] {
  const wanted = typed.trim().toLowerCase();
  return wanted === '' ? values : values.filter(({ text }) => text.toLowerCase().includes(wanted));
}
