'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useMemo } from 'react';
import { type ExactFilter, exactFiltersOf, isExactKey, oppositeKey } from './exact-filters.ts';

export type ExactFilters = {
  filters: readonly ExactFilter[];
  query: Readonly<Record<string, string>>;
  add: (filter: ExactFilter) => void;
  remove: (key: string) => void;
};

/** Filters that are only there when set, any number of them, owned by the address like all others. */
export function useExactFilters(isKey = isExactKey): ExactFilters {
  const search = useSearchParams();
  const pathname = usePathname();
  return useMemo(() => {
    const filters = exactFiltersOf(search, isKey);
    const change = (edit: (next: URLSearchParams) => void) => {
      const next = new URLSearchParams(search);
      // A new set of rows has no place for the old cursor or the old open row.
      for (const key of ['cursor', 'at', 'open']) next.delete(key);
      edit(next);
      window.history.pushState(null, '', next.size > 0 ? `${pathname}?${next}` : pathname);
    };
    return {
      filters,
      query: Object.fromEntries(filters.map(({ key, value }) => [key, value])),
      add: ({ key, value }) =>
        change((next) => {
          next.delete(oppositeKey(key));
          next.set(key, value);
        }),
      remove: (key) => change((next) => next.delete(key)),
    };
  }, [search, pathname, isKey]);
}
