'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ApiProblem, apiFetch } from '#components/ui/api.ts';
import { useSettled } from '#components/ui/use-settled.ts';
import type { EventDetail, EventSummary } from '#lib/events/schema.ts';

const TYPING_MS = 300;
const SHOWN = 8;

export type RecentEvents = {
  /** Undefined while they are loaded for the first time. */
  items: readonly EventSummary[] | undefined;
  error: ApiProblem | null;
  retry: () => void;
};

/** The last processed events, newest first, in which these words stand. */
export function useRecentEvents(words: string, isAllowed: boolean): RecentEvents {
  const q = useSettled(words.trim(), TYPING_MS);
  const query = useQuery<{ items: EventSummary[] }, ApiProblem>({
    queryKey: ['choice-events', q],
    queryFn: ({ signal }) => {
      const asked = new URLSearchParams({
        status: 'processed',
        limit: String(SHOWN),
        ...(q === '' ? {} : { q }),
      });
      return apiFetch(`/events?${asked}`, { signal });
    },
    enabled: isAllowed,
    placeholderData: keepPreviousData,
  });
  return { items: query.data?.items, error: query.error, retry: () => void query.refetch() };
}

/** The event that is tried on, masked: what paths and values are suggested from. */
export function useTriedEvent(id: string | null | undefined): EventDetail | undefined {
  const query = useQuery<EventDetail, ApiProblem>({
    queryKey: ['choice-event', id],
    queryFn: ({ signal }) => apiFetch(`/events/${id}?masked=true`, { signal }),
    enabled: typeof id === 'string',
  });
  return query.data;
}
