import type { FilterSpec } from '#components/data-table/table-state.ts';

/** The control above the list; everything else is chosen among the facets, or added as a filter. */
export const EVENT_FILTERS: readonly FilterSpec[] = [
  { key: 'q', label: 'Text', kind: 'text', placeholder: 'Id, name, session or content' },
];
