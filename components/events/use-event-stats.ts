'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ApiProblem, apiFetch } from '#components/ui/api.ts';
import type { EventStats } from '#lib/events/schema.ts';

const FOLLOW_MS = 10_000;
/** What is dear to count is counted seldom. */
const SELDOM_MS = 60_000;

export type EventCounts = {
  stats: EventStats | null;
  error: ApiProblem | null;
  isLoading: boolean;
  /** The counts shown are those of the last filter. */
  isStale: boolean;
  isFetching: boolean;
  retry: () => void;
};

/** Histogram and facets over the filter of the list; on their own, so that the list never waits for them. */
export function useEventStats(query: Readonly<Record<string, string>>, follows: boolean): EventCounts {
  const address = `/events/stats?${new URLSearchParams(query)}`;
  const result = useQuery<EventStats, ApiProblem>({
    queryKey: ['event-stats', address],
    queryFn: ({ signal }) => apiFetch<EventStats>(address, { signal }),
    placeholderData: keepPreviousData,
    retry: false,
    refetchInterval: ({ state: { data, error } }) => {
      if (!follows) return false;
      return error || data?.estimated || data?.note ? SELDOM_MS : FOLLOW_MS;
    },
  });
  return {
    stats: result.data ?? null,
    error: result.error,
    isLoading: result.isPending,
    isStale: result.isPlaceholderData,
    isFetching: result.isFetching,
    retry: () => void result.refetch(),
  };
}
