'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Page } from '#components/data-table/use-list.ts';
import { apiFetch } from '#components/ui/api.ts';

type ClientName = { client_id: string; name: string };

/** The clients to choose from; none for whoever may not see them: he is not sent to be refused. */
export function useClientOptions(mayList: boolean): readonly { value: string; label: string }[] {
  const { data } = useQuery({
    queryKey: ['client-names'],
    queryFn: ({ signal }) => apiFetch<Page<ClientName>>('/clients?limit=100', { signal }),
    staleTime: 60_000,
    enabled: mayList,
  });
  return useMemo(
    () => (data?.items ?? []).map(({ client_id, name }) => ({ value: client_id, label: name })),
    [data],
  );
}
