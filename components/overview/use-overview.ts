'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ApiProblem, apiFetch } from '#components/ui/api.ts';
import type { Overview } from '#lib/metrics/schema.ts';

const REFRESH_MS = 2_000;

/** Follows the present while the page is seen; the figures of the last range stay until the new ones are there. */
export function useOverview(range: Overview['range']) {
  return useQuery<Overview, ApiProblem>({
    queryKey: ['overview', range],
    queryFn: ({ signal }) => apiFetch<Overview>(`/overview?range=${range}`, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
}
