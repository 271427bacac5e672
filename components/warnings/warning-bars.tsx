'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { usePathname, useSearchParams } from 'next/navigation';
import { HorizontalBars } from '#components/charts/horizontal-bars.tsx';
import { type ApiProblem, apiFetch } from '#components/ui/api.ts';
import { Panel } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { cutMiddle } from '#lib/format/cut-middle.ts';
import { formatCount } from '#lib/format/format-number.ts';
import type { WarningStats } from '#lib/warnings/schema.ts';

/** The address of this list with the filter set, or without it where it is set already. */
function useFilterHref(): (key: string, value: string) => string {
  const [pathname, search] = [usePathname(), useSearchParams()];
  return (key, value) => {
    const next = new URLSearchParams(search);
    for (const gone of ['cursor', 'open']) next.delete(gone);
    if (next.get(key) === value) next.delete(key);
    else next.set(key, value);
    return next.size > 0 ? `${pathname}?${next}` : pathname;
  };
}

export type WarningBarsProps = {
  /** Of the list: what the API is asked for. */
  query: Readonly<Record<string, string>>;
  refetchIntervalMs: number;
};

/** How often what happened and to whom; a bar narrows the list, pressed again it widens it. */
export function WarningBars({ query, refetchIntervalMs }: WarningBarsProps) {
  const hrefOf = useFilterHref();
  const search = new URLSearchParams(query).toString();
  const { data, error } = useQuery<WarningStats, ApiProblem>({
    queryKey: ['warning-stats', search],
    queryFn: ({ signal }) => apiFetch<WarningStats>(`/warnings/stats?${search}`, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: refetchIntervalMs,
  });
  // The list says that nothing is there; figures that could not be loaded leave their place to it.
  if (error || (data && data.reasons.length === 0 && data.clients.length === 0)) return null;
  const skeleton = <Skeleton className="h-24 w-full" />;
  return (
    <div className="grid gap-3 lg:grid-cols-2">
      <Panel title="By reason" note={data ? formatCount(data.total, 'time') : undefined}>
        {data ? (
          <HorizontalBars
            label="Warnings by reason"
            emptyReason="No warning matches"
            bars={data.reasons.map(({ reason, description, count }) => ({
              id: reason,
              label: description,
              value: count,
              tone: query.reason === undefined || query.reason === reason ? 'redact' : 'neutral',
              href: hrefOf('reason', reason),
            }))}
          />
        ) : (
          skeleton
        )}
      </Panel>
      <Panel title="By client">
        {data ? (
          <HorizontalBars
            label="Warnings by client"
            emptyReason="No warning matches"
            bars={data.clients.map(({ client_id, client_name, count }) => ({
              id: client_id,
              label: client_name ?? cutMiddle(client_id),
              value: count,
              tone: query.client === undefined || query.client === client_id ? 'redact' : 'neutral',
              href: hrefOf('client', client_id),
            }))}
          />
        ) : (
          skeleton
        )}
      </Panel>
    </div>
  );
}
