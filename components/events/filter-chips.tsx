'use client';

import { X } from 'lucide-react';
import { useZone } from '#components/ui/clock.ts';
import { Tooltip } from '#components/ui/tooltip.tsx';
import { formatExact } from '#lib/format/format-time.ts';
import { exactLabel } from './exact-filters.ts';
import type { ExactFilters } from './use-exact-filters.ts';
import type { TimeWindow } from './use-time-window.ts';

function Chip({ name, value, onRemove }: { name: string; value: string; onRemove: () => void }) {
  return (
    <li className="inline-flex h-6 min-w-0 max-w-full items-center rounded-badge bg-accent-soft pl-2 text-accent-text text-xs">
      <span className="shrink-0">{name}</span>
      <Tooltip content={<span className="break-all">{value}</span>}>
        <bdi className="ml-1.5 min-w-0 max-w-64 truncate font-medium font-mono">{value}</bdi>
      </Tooltip>
      <button
        type="button"
        aria-label={`Remove filter ${name} ${value}`}
        onClick={onRemove}
        className="ml-1 flex size-6 shrink-0 items-center justify-center rounded-badge hover:bg-hover"
      >
        <X size={12} aria-hidden />
      </button>
    </li>
  );
}

export type FilterChipsProps = {
  exact: ExactFilters;
  time: TimeWindow;
  /** Names for values that are ids. */
  names?: Readonly<Record<string, string>> | undefined;
};

/** What the list is narrowed to beyond the controls above it; nothing at all when it is not. */
export function FilterChips({ exact, time, names = {} }: FilterChipsProps) {
  const zone = useZone();
  const moment = (at: string) => formatExact(at, zone).replace(/\.000 /, ' ');
  const hasWindow = Boolean(time.from || time.to);
  if (exact.filters.length === 0 && !hasWindow) return null;
  return (
    <ul aria-label="Filters set" className="flex min-w-0 flex-wrap gap-2">
      {hasWindow ? (
        <Chip
          name="Time"
          value={`${time.from ? moment(time.from) : '…'} – ${time.to ? moment(time.to) : 'now'}`}
          onRemove={() => time.choose(null)}
        />
      ) : null}
      {exact.filters.map(({ key, value }) => (
        <Chip
          key={key}
          name={exactLabel(key)}
          value={names[value] ?? value}
          onRemove={() => exact.remove(key)}
        />
      ))}
    </ul>
  );
}
