'use client';

import type { List } from '#components/data-table/use-list.ts';

const KEPT = new Set(['live', 'columns', 'sort', 'view']);

/**
 * A list that is also narrowed by what stands beside its own filters: "nothing matches" then means those too, and
 * clearing clears everything but how the list is read: live, columns, order, and the view it came from.
 */
export function narrowed<T>(list: List<T>, isNarrowed: boolean): List<T> {
  const { state } = list;
  const clearFilters = () => {
    const { pathname, search } = window.location;
    const kept = new URLSearchParams([...new URLSearchParams(search)].filter(([name]) => KEPT.has(name)));
    window.history.pushState(null, '', kept.size > 0 ? `${pathname}?${kept}` : pathname);
  };
  return { ...list, state: { ...state, isFiltered: state.isFiltered || isNarrowed, clearFilters } };
}
