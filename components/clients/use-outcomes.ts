'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { type ApiProblem, apiFetch } from '#components/ui/api.ts';
import type { ClientRefusals } from '#lib/clients/refusals/schema.ts';
import type { EventStats } from '#lib/events/schema.ts';
import { OUTCOME_RANGES, type OutcomeRange } from './outcome-buckets.ts';

const REFRESH_MS = 30_000;
const HOUR_MS = 3_600_000;

const RANGES = Object.keys(OUTCOME_RANGES) as OutcomeRange[];

/** The range of the address; a day when it names none. */
export function useOutcomeRange() {
  return useQueryState('range', parseAsStringLiteral(RANGES).withDefault('24h'));
}

/** What was refused and, for whoever may read events, what was accepted; null for that when it could not be counted. */
export function useOutcomes(clientId: string, range: OutcomeRange, mayReadEvents: boolean) {
  const { spanMs, widthMs, refusals: bucket } = OUTCOME_RANGES[range];
  const from = () => new Date(Math.floor((Date.now() - spanMs) / widthMs) * widthMs).toISOString();
  const refusals = useQuery<ClientRefusals, ApiProblem>({
    queryKey: ['record', '/clients', `/${clientId}/refusals`, range],
    queryFn: ({ signal }) =>
      apiFetch(`/clients/${clientId}/refusals?${new URLSearchParams({ from: from(), bucket })}`, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
  const accepted = useQuery<EventStats, ApiProblem>({
    queryKey: ['client-accepted', clientId, range],
    queryFn: ({ signal }) =>
      apiFetch(`/events/stats?${new URLSearchParams({ client: clientId, from: from() })}`, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
    enabled: mayReadEvents,
  });
  return { refusals, accepted };
}

/** How many events came from it in the last hour: what stops when it is cut off. Null when nobody can say. */
export function useLastHour(
  clientId: string,
  mayReadEvents: boolean,
): { count: number; estimated: boolean } | null {
  const { data } = useQuery<EventStats, ApiProblem>({
    queryKey: ['client-last-hour', clientId],
    queryFn: ({ signal }) => {
      const from = new Date(Date.now() - HOUR_MS).toISOString();
      return apiFetch(`/events/stats?${new URLSearchParams({ client: clientId, from })}`, { signal });
    },
    refetchInterval: REFRESH_MS,
    enabled: mayReadEvents,
  });
  return data?.total == null ? null : { count: data.total, estimated: data.estimated };
}
