'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type ApiProblem, apiFetch } from '#components/ui/api.ts';
import { type FilterSpec, type TableState, useTableState } from './table-state.ts';

export type Page<T> = { items: T[]; next: string | null; prev: string | null };

export type ListOptions = {
  filters?: readonly FilterSpec[] | undefined;
  /** Always sent, never in the address: what the page itself narrows to. */
  fixed?: Readonly<Record<string, string>> | undefined;
  limit?: number | undefined;
  refetchIntervalMs?: number | undefined;
  /** Off where rows must not change when the reader comes back to the window. */
  refetchOnFocus?: boolean | undefined;
};

export type List<T> = {
  items: readonly T[];
  next: string | null;
  prev: string | null;
  /** Nothing to show yet. */
  isLoading: boolean;
  /** The rows shown are those of the last filter or page. */
  isStale: boolean;
  isFetching: boolean;
  error: ApiProblem | null;
  retry: () => void;
  specs: readonly FilterSpec[];
  state: TableState;
  /** Ids in the order the table shows them, once it does. */
  order: readonly string[];
  setOrder: (ids: readonly string[]) => void;
};

const NO_FILTERS: readonly FilterSpec[] = [];
const NO_ROWS: readonly never[] = [];

/** One page of `/api/v1<path>`, by the filters and cursor in the address; old rows stay until new ones are there. */
export function useList<T>(path: string, options: ListOptions = {}): List<T> {
  const {
    filters: specs = NO_FILTERS,
    fixed,
    limit = 50,
    refetchIntervalMs,
    refetchOnFocus = true,
  } = options;
  const state = useTableState(specs);
  const [order, setOrder] = useState<readonly string[]>([]);
  const query = new URLSearchParams({ ...fixed, ...state.filters, limit: String(limit) });
  if (state.cursor) query.set('cursor', state.cursor);
  const address = `${path}?${query}`;
  const result = useQuery<Page<T>, ApiProblem>({
    queryKey: ['list', path, address],
    queryFn: ({ signal }) => apiFetch<Page<T>>(address, { signal }),
    placeholderData: keepPreviousData,
    // Pages further back do not change under the reader; only the newest one follows the present.
    refetchOnWindowFocus: refetchOnFocus,
    refetchInterval: refetchIntervalMs && !state.cursor ? refetchIntervalMs : false,
  });
  return {
    items: result.data?.items ?? NO_ROWS,
    next: result.data?.next ?? null,
    prev: result.data?.prev ?? null,
    isLoading: result.isPending,
    isStale: result.isPlaceholderData,
    isFetching: result.isFetching,
    error: result.error,
    retry: () => void result.refetch(),
    specs,
    state,
    order,
    setOrder,
  };
}
