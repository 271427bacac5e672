'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Page } from '#components/data-table/use-list.ts';
import { apiFetch } from '#components/ui/api.ts';
import type { EventStats } from '#lib/events/schema.ts';

type ClientName = { client_id: string; name: string };

export type Clients = {
  /** The clients to choose from; none for whoever may not list them: he is not sent to be refused. */
  options: readonly { value: string; label: string }[];
  /** By id, as far as the list of clients or the counts tell. */
  names: Readonly<Record<string, string>>;
};

export function useClients(mayList: boolean, stats: EventStats | null): Clients {
  const { data } = useQuery({
    queryKey: ['client-names'],
    queryFn: ({ signal }) => apiFetch<Page<ClientName>>('/clients?limit=100', { signal }),
    staleTime: 60_000,
    enabled: mayList,
  });
  return useMemo(() => {
    const options = (data?.items ?? []).map(({ client_id, name }) => ({ value: client_id, label: name }));
    const counted = (stats?.facets.client?.values ?? []).map(({ value, label }) => [value, label]);
    const listed = options.map(({ value, label }) => [value, label]);
    return { options, names: Object.fromEntries([...counted, ...listed]) };
  }, [data, stats]);
}
