'use client';

import { useQueries } from '@tanstack/react-query';
import { apiFetch } from '#components/ui/api.ts';
import type { EventDetail, ListedEvent } from '#lib/events/schema.ts';
import { leafPaths } from './path-values.ts';

/** Contents are large and a list does without: a few of them tell what the others look like. */
const LOOKED_INTO = 5;

/** The first of every name, so that the few differ. */
const varied = (rows: readonly ListedEvent[]): ListedEvent[] =>
  [...new Map(rows.toReversed().map((row) => [row.name, row])).values()].toReversed().slice(0, LOOKED_INTO);

/** Paths that events of this page have; `openId` is the one that is open beside it. Asks only while it is wanted. */
export function usePathSuggestions(
  rows: readonly ListedEvent[],
  openId: string | null,
  wanted: boolean,
): readonly string[] {
  const ids = [...new Set([...(openId ? [openId] : []), ...varied(rows).map(({ id }) => id)])];
  const contents = useQueries({
    queries: ids.map((id) => ({
      queryKey: ['event-content', id],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        apiFetch<EventDetail>(`/events/${encodeURIComponent(id)}?masked=true`, { signal }),
      staleTime: 60_000,
      enabled: wanted,
    })),
    combine: (results) => results.flatMap(({ data }) => (data ? leafPaths('data', data.data) : [])),
  });
  const attributes = rows.flatMap((row) => leafPaths('attributes', row.attributes));
  return [...new Set([...contents, ...attributes])];
}
