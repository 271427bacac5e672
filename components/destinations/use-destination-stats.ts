'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { type ApiProblem, apiFetch } from '#components/ui/api.ts';
import { type DestinationStats, STATS_RANGES, type StatsRange } from '#lib/dispatch/counts/schema.ts';

const REFRESH_MS = 15_000;

export const STATS_RANGE_WORDS: Readonly<Record<StatsRange, string>> = {
  '1h': 'hour',
  '24h': '24 hours',
  '7d': '7 days',
  '30d': '30 days',
};

/** The range of the address; a day when it names none. */
export function useStatsRange() {
  const ranges = Object.keys(STATS_RANGES) as StatsRange[];
  return useQueryState('range', parseAsStringLiteral(ranges).withDefault('24h'));
}

export function useDestinationStats(id: string, range: StatsRange) {
  return useQuery<DestinationStats, ApiProblem>({
    queryKey: ['record', '/destinations', `/${id}/stats`, range],
    queryFn: ({ signal }) => apiFetch(`/destinations/${id}/stats?range=${range}`, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
}
