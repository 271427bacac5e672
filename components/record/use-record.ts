'use client';

import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { type ApiProblem, apiFetch } from '#components/ui/api.ts';

export type RecordQuery<T> = Pick<UseQueryResult<T, ApiProblem>, 'data' | 'error' | 'isFetching' | 'refetch'>;

export type RecordOptions = {
  refetchIntervalMs?: number | undefined;
  /** For a form: what an earlier visit left behind is not shown, because it would be what the form starts from. */
  fresh?: boolean | undefined;
};

/** One thing of the API: `useRecord<Pattern>('/patterns', `/${id}`)`. Null for `rest` asks nothing yet. */
export function useRecord<T>(base: string, rest: string | null, options: RecordOptions = {}): RecordQuery<T> {
  const { refetchIntervalMs, fresh = false } = options;
  const query = useQuery<T, ApiProblem>({
    queryKey: ['record', base, rest],
    queryFn: ({ signal }) => apiFetch<T>(`${base}${rest}`, { signal }),
    enabled: rest !== null,
    refetchInterval: refetchIntervalMs ?? false,
    ...(fresh ? { staleTime: 0 } : {}),
  });
  const { error, isFetching, refetch, isFetchedAfterMount } = query;
  return { data: fresh && !isFetchedAfterMount ? undefined : query.data, error, isFetching, refetch };
}

/** Asks anew for every list and every thing under `base` after one was changed; for the lists alone after one was deleted. */
export function useRefresh(base: string): (what?: 'everything' | 'lists') => Promise<void> {
  const client = useQueryClient();
  return useCallback(
    async (what = 'everything') => {
      const kinds = what === 'lists' ? ['list'] : ['list', 'record'];
      await Promise.all(kinds.map((kind) => client.invalidateQueries({ queryKey: [kind, base] })));
    },
    [client, base],
  );
}
