'use client';

import { useQuery } from '@tanstack/react-query';
import { type ApiProblem, apiFetch } from '#components/ui/api.ts';
import type { DescribedEvent } from '#lib/pipeline/schema.ts';
import { pollDelayMs } from './event-progress.ts';

/** One event with its findings, trace and deliveries; asked for again until it has come to its end. */
export function useEvent(id: string) {
  return useQuery<DescribedEvent, ApiProblem>({
    queryKey: ['event', id],
    queryFn: ({ signal }) =>
      apiFetch<DescribedEvent>(
        `/events/${encodeURIComponent(id)}?masked=true&include=trace,findings,deliveries`,
        {
          signal,
        },
      ),
    refetchInterval: ({ state }) => (state.data ? pollDelayMs(state.data, Date.now()) : false),
  });
}
