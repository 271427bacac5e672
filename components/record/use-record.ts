'use client';

import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { type ApiProblem, apiFetch } from '#components/ui/api.ts';

export type RecordQuery<T> = UseQueryResult<T, ApiProblem>;

/** One thing of the API: `useRecord<Pattern>('/patterns', `/${id}`)`. Null for `rest` asks nothing yet. */
export function useRecord<T>(base: string, rest: string | null, refetchIntervalMs?: number): RecordQuery<T> {
  return useQuery<T, ApiProblem>({
    queryKey: ['record', base, rest],
    queryFn: ({ signal }) => apiFetch<T>(`${base}${rest}`, { signal }),
    enabled: rest !== null,
    refetchInterval: refetchIntervalMs ?? false,
  });
}

/** Asks anew for every list and every thing under `base`, after one of them was changed. */
export function useRefresh(base: string): () => Promise<void> {
  const client = useQueryClient();
  return useCallback(async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: ['list', base] }),
      client.invalidateQueries({ queryKey: ['record', base] }),
    ]);
  }, [client, base]);
}
