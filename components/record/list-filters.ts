import type { FilterSpec } from '#components/data-table/table-state.ts';

/** Filters that several lists have. */
export const NAME_FILTER: FilterSpec = {
  key: 'q',
  label: 'Name',
  kind: 'text',
  placeholder: 'Filter by name',
};

export const ENABLED_FILTER: FilterSpec = {
  key: 'enabled',
  label: 'Enabled',
  kind: 'select',
  options: [
    { value: 'true', label: 'Enabled' },
    { value: 'false', label: 'Disabled' },
  ],
};
