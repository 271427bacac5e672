'use client';

import { useQuery } from '@tanstack/react-query';
import { type ApiProblem, apiFetch } from '#components/ui/api.ts';
import type { DeliveryDetail } from '#lib/dispatch/deliveries/schema.ts';

const SOON_MS = 1_000;
const LATER_MS = 5_000;

/** While it is being sent, or due, it is looked at often. */
function pollMs({ status, next_attempt_at: nextAt }: DeliveryDetail): number | false {
  if (status === 'delivering') return SOON_MS;
  if (status !== 'pending') return false;
  return nextAt !== null && Date.parse(nextAt) - Date.now() < LATER_MS ? SOON_MS : LATER_MS;
}

/** One delivery with its attempts; asked for again until it has come to its end. */
export function useDelivery(id: string) {
  return useQuery<DeliveryDetail, ApiProblem>({
    queryKey: ['record', '/deliveries', `/${id}`],
    queryFn: ({ signal }) => apiFetch<DeliveryDetail>(`/deliveries/${encodeURIComponent(id)}`, { signal }),
    refetchInterval: ({ state }) => (state.data ? pollMs(state.data) : false),
  });
}
