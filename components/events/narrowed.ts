'use client';

import type { List } from '#components/data-table/use-list.ts';

/**
 * A list that is also narrowed by what stands beside its own filters: "nothing matches" then means those too, and
 * clearing clears everything but the choice to follow the present.
 */
export function narrowed<T>(list: List<T>, isNarrowed: boolean): List<T> {
  const { state } = list;
  const clearFilters = () => {
    const kept = new URLSearchParams();
    const live = new URLSearchParams(window.location.search).get('live');
    if (live) kept.set('live', live);
    const { pathname } = window.location;
    window.history.pushState(null, '', kept.size > 0 ? `${pathname}?${kept}` : pathname);
  };
  return { ...list, state: { ...state, isFiltered: state.isFiltered || isNarrowed, clearFilters } };
}
