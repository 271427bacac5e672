'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { clsx } from 'clsx';
import type { TableState } from '#components/data-table/table-state.ts';
import { type ApiProblem, apiFetch } from '#components/ui/api.ts';
import { statusWord } from '#components/ui/status-words.ts';
import type { DeliveryStats } from '#lib/dispatch/deliveries/schema.ts';
import { DELIVERY_STATUSES } from '#lib/dispatch/schema.ts';
import { formatNumber } from '#lib/format/format-number.ts';

export type StatusFacetsProps = {
  /** What the list is asked for, as the API takes it. */
  query: Readonly<Record<string, string>>;
  state: TableState;
  refetchIntervalMs: number;
};

/** How many deliveries of each status match the other filters; one narrows the list to its status, again it widens it. */
export function StatusFacets({ query, state, refetchIntervalMs }: StatusFacetsProps) {
  const { status: _own, ...others } = query;
  const search = new URLSearchParams(others).toString();
  const { data, error } = useQuery<DeliveryStats, ApiProblem>({
    queryKey: ['delivery-stats', search],
    queryFn: ({ signal }) => apiFetch<DeliveryStats>(`/deliveries/stats?${search}`, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: refetchIntervalMs,
  });
  const counts = new Map(data?.statuses?.map((one) => [one.status, one]));
  return (
    <fieldset className="flex min-w-0 flex-wrap gap-1">
      <legend className="sr-only">Status</legend>
      {DELIVERY_STATUSES.map((status) => {
        const { word, icon: Icon } = statusWord('delivery', status);
        const one = counts.get(status);
        const isOn = state.filters.status === status;
        return (
          <button
            key={status}
            type="button"
            aria-pressed={isOn}
            onClick={() => state.setFilter('status', isOn ? null : status)}
            className={clsx(
              'inline-flex h-control-sm items-center gap-1.5 rounded-control border px-2 text-sm transition-colors hover:bg-hover',
              isOn ? 'border-accent bg-accent-soft font-medium text-accent-text' : 'text-ink-2',
            )}
          >
            <Icon size={14} aria-hidden />
            {word}
            <span className="figures text-ink-3 text-xs">
              {one ? `${formatNumber(one.count)}${one.capped ? '+' : ''}` : '–'}
            </span>
          </button>
        );
      })}
      {data?.note || error ? (
        <p role="status" className="self-center text-ink-3 text-xs">
          {data?.note ?? `The statuses could not be counted: ${error?.detail}`}
        </p>
      ) : null}
    </fieldset>
  );
}
