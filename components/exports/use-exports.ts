'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useRefresh } from '#components/record/use-record.ts';
import { type ApiProblem, apiFetch } from '#components/ui/api.ts';
import { notifyFailed } from '#components/ui/toast.tsx';
import type { EventExport, ExportInput } from '#lib/events/exports/schema.ts';
import { isUnderWay } from './export-words.ts';

const POLL_MS = 1_000;
const NONE: readonly EventExport[] = [];
const LATEST = ['list', '/exports', 'latest'];

type Latest = { items: EventExport[] };

/** One's own latest exports, looked at every second while one of them is under way; whoever asks shares one look. */
export function useExports(enabled: boolean): readonly EventExport[] {
  const { data } = useQuery<Latest, ApiProblem>({
    queryKey: LATEST,
    queryFn: ({ signal }) => apiFetch('/exports?limit=20', { signal }),
    enabled,
    refetchInterval: (query) => (query.state.data?.items.some(isUnderWay) ? POLL_MS : false),
  });
  return data?.items ?? NONE;
}

export type ExportCalls = {
  start: (input: ExportInput) => Promise<void>;
  cancel: (one: EventExport) => Promise<void>;
  remove: (one: EventExport) => Promise<void>;
};

/** What can be done with exports. */
export function useExportCalls(): ExportCalls {
  const refresh = useRefresh('/exports');
  const client = useQueryClient();
  const start = useCallback(
    async (input: ExportInput) => {
      const made = await apiFetch<EventExport>('/exports', { method: 'POST', body: input });
      // Seen by all who watch before it can be over, however short it is.
      client.setQueryData<Latest>(LATEST, (known) => ({ items: [made, ...(known?.items ?? [])] }));
      void refresh('lists');
    },
    [client, refresh],
  );
  const cancel = useCallback(
    async ({ id }: EventExport) => {
      await apiFetch(`/exports/${id}/cancel`, { method: 'POST' }).catch((error: unknown) =>
        notifyFailed('The export is not cancelled', error),
      );
      await refresh('lists');
    },
    [refresh],
  );
  const remove = useCallback(
    async ({ id }: EventExport) => {
      await apiFetch(`/exports/${id}`, { method: 'DELETE' });
      await refresh('lists');
    },
    [refresh],
  );
  return { start, cancel, remove };
}
