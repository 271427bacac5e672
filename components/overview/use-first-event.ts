'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Page } from '#components/data-table/use-list.ts';
import { apiFetch } from '#components/ui/api.ts';
import type { EventSummary } from '#lib/events/schema.ts';
import type { Overview } from '#lib/metrics/schema.ts';

const LOOK_MS = 1_000;

export type FirstEventState = {
  isShown: boolean;
  /** Null while none has arrived. */
  event: EventSummary | null;
  dismiss: () => void;
};

/** Looks whether an event was ever received, and goes on looking until one is; then stays until it is dismissed. */
export function useFirstEvent(overview: Overview | undefined): FirstEventState {
  const [sawNone, setSawNone] = useState(false);
  const [isDismissed, setDismissed] = useState(false);
  const mayBeFirst = overview !== undefined && overview.totals.events === 0;
  const { data } = useQuery({
    queryKey: ['first-event'],
    queryFn: ({ signal }) => apiFetch<Page<EventSummary>>('/events?limit=1', { signal }),
    enabled: (mayBeFirst || sawNone) && !isDismissed,
    refetchInterval: ({ state }) => (state.data?.items.length === 0 ? LOOK_MS : false),
  });
  if (data?.items.length === 0 && !sawNone) setSawNone(true);
  return {
    isShown: sawNone && !isDismissed,
    event: data?.items[0] ?? null,
    dismiss: () => setDismissed(true),
  };
}
