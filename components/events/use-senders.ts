'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Page } from '#components/data-table/use-list.ts';
import { apiFetch } from '#components/ui/api.ts';
import type { EventStats } from '#lib/events/schema.ts';

type Named = { id?: string; client_id?: string; name: string };
type Options = readonly { value: string; label: string }[];

export type Senders = {
  /** What there is to choose from; none for whoever may not list them: he is not sent to be refused. */
  clients: Options;
  sources: Options;
  /** By id, as far as the lists or the counts tell. */
  names: Readonly<Record<string, string>>;
};

function useOptions(base: 'clients' | 'sources', mayList: boolean): Options {
  const { data } = useQuery({
    queryKey: ['sender-names', base],
    queryFn: ({ signal }) => apiFetch<Page<Named>>(`/${base}?limit=100`, { signal }),
    staleTime: 60_000,
    enabled: mayList,
  });
  return useMemo(
    () =>
      (data?.items ?? []).map(({ id, client_id, name }) => ({ value: client_id ?? id ?? '', label: name })),
    [data],
  );
}

/** The clients and sources that events come from, by name. */
export function useSenders(
  mayList: { clients: boolean; sources: boolean },
  stats: EventStats | null,
): Senders {
  const clients = useOptions('clients', mayList.clients);
  const sources = useOptions('sources', mayList.sources);
  return useMemo(() => {
    const counted = [stats?.facets.client, stats?.facets.source].flatMap((facet) => facet?.values ?? []);
    const names = Object.fromEntries([
      ...counted.map(({ value, label }) => [value, label]),
      ...[...clients, ...sources].map(({ value, label }) => [value, label]),
    ]);
    return { clients, sources, names };
  }, [clients, sources, stats]);
}
