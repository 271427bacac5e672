'use client';

import { parseAsString, useQueryStates } from 'nuqs';
import { useMemo } from 'react';

/** `hidden`: owned by a control elsewhere on the page. */
export type FilterSpec =
  | { key: string; label: string; kind: 'hidden' }
  | { key: string; label: string; kind: 'text'; placeholder?: string }
  | { key: string; label: string; kind: 'select'; options: readonly { value: string; label: string }[] };

export type TableState = {
  /** Filter key -> value; only those that are set. */
  filters: Readonly<Record<string, string>>;
  isFiltered: boolean;
  cursor: string | null;
  /** "column.asc" or "column.desc" */
  sort: string | null;
  /** Id of the row whose details are open. */
  open: string | null;
  setFilter: (key: string, value: string | null) => void;
  clearFilters: () => void;
  setCursor: (cursor: string | null) => void;
  setSort: (sort: string | null) => void;
  setOpen: (id: string | null) => void;
};

/** The address is the only owner of a list's state: a link shows what its sender saw. */
export function useTableState(specs: readonly FilterSpec[]): TableState {
  const signature = specs.map((spec) => spec.key).join(' ');
  const parsers = useMemo(
    () =>
      Object.fromEntries(
        [...signature.split(' ').filter(Boolean), 'cursor', 'sort', 'open'].map((key) => [
          key,
          parseAsString,
        ]),
      ),
    [signature],
  );
  const [values, setValues] = useQueryStates(parsers);
  return useMemo(() => {
    const keys = signature.split(' ').filter(Boolean);
    const filters: Record<string, string> = {};
    for (const key of keys) {
      const value = values[key];
      if (value) filters[key] = value;
    }
    // A new set of rows has no place for the old cursor or the old open row.
    const afresh = { cursor: null, open: null };
    return {
      filters,
      isFiltered: Object.keys(filters).length > 0,
      cursor: values.cursor ?? null,
      sort: values.sort ?? null,
      open: values.open ?? null,
      setFilter: (key, value) => {
        void setValues({ ...afresh, [key]: value || null }, { history: 'replace' });
      },
      clearFilters: () => {
        void setValues(
          { ...afresh, ...Object.fromEntries(keys.map((key) => [key, null])) },
          { history: 'push' },
        );
      },
      setCursor: (cursor) => {
        void setValues({ cursor, open: null }, { history: 'push' });
      },
      setSort: (sort) => {
        void setValues({ sort }, { history: 'replace' });
      },
      setOpen: (open) => {
        // Stepping from row to row is one visit; opening and closing are each worth a step back.
        void setValues({ open }, { history: open && values.open ? 'replace' : 'push' });
      },
    };
  }, [signature, values, setValues]);
}
