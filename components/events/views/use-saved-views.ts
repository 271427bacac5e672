'use client';

import { useQuery } from '@tanstack/react-query';
import type { Page } from '#components/data-table/use-list.ts';
import { useRefresh } from '#components/record/use-record.ts';
import { type ApiProblem, apiFetch } from '#components/ui/api.ts';
import type { EventView, EventViewChange, EventViewInput } from '#lib/event-views/schema.ts';

export const VIEWS = '/event_views';

/** Beyond these a menu is no place to look for one. */
const LISTED = 100;

export type SavedViews = {
  mine: readonly EventView[];
  shared: readonly EventView[];
  error: ApiProblem | null;
  create: (input: EventViewInput) => Promise<EventView>;
  change: (id: string, change: EventViewChange) => Promise<EventView>;
  remove: (id: string) => Promise<void>;
};

function useViewList(mine: boolean) {
  return useQuery<Page<EventView>, ApiProblem>({
    queryKey: ['list', VIEWS, mine],
    queryFn: ({ signal }) => apiFetch<Page<EventView>>(`${VIEWS}?mine=${mine}&limit=${LISTED}`, { signal }),
    staleTime: 30_000,
  });
}

/** The reader's own views and those that others share, and what can be done with them. */
export function useSavedViews(): SavedViews {
  const [own, others] = [useViewList(true), useViewList(false)];
  const refresh = useRefresh(VIEWS);
  return {
    mine: own.data?.items ?? [],
    shared: others.data?.items ?? [],
    error: own.error ?? others.error,
    create: async (input) => {
      const made = await apiFetch<EventView>(VIEWS, { method: 'POST', body: input });
      await refresh();
      return made;
    },
    change: async (id, change) => {
      const changed = await apiFetch<EventView>(`${VIEWS}/${id}`, { method: 'PATCH', body: change });
      await refresh();
      return changed;
    },
    remove: async (id) => {
      await apiFetch(`${VIEWS}/${id}`, { method: 'DELETE' });
      await refresh('lists');
    },
  };
}
