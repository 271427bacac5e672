'use client';

import { X } from 'lucide-react';
import { useZone } from '#components/ui/clock.ts';
import { Tooltip } from '#components/ui/tooltip.tsx';
import { formatExact } from '#lib/format/format-time.ts';
import { exactLabel, exactValue } from './exact-filters.ts';
import { ANY_TIME } from './time-range.ts';
import type { ExactFilters } from './use-exact-filters.ts';
import type { TimeWindow } from './use-time-window.ts';
import { windowWords } from './window-words.ts';

type ChipProps = {
  name: string;
  value: string;
  /** In full, on hover. */
  whole?: string | undefined;
  onRemove: () => void;
};

function Chip({ name, value, whole = value, onRemove }: ChipProps) {
  return (
    <li className="inline-flex h-6 min-w-0 max-w-full items-center rounded-badge bg-accent-soft pl-2 text-accent-text text-xs">
      <span className="shrink-0">{name}</span>
      <Tooltip content={<span className="break-words">{whole}</span>}>
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
  const { range, fault } = time;
  if (exact.filters.length === 0 && range.kind !== 'exact' && !fault) return null;
  return (
    <ul aria-label="Filters set" className="flex min-w-0 shrink-0 flex-wrap gap-2">
      {fault ? (
        <li
          role="alert"
          className="inline-flex h-6 items-center rounded-badge bg-redact-soft px-2 text-redact-text text-xs"
        >
          <span>
            <bdi className="font-mono">{fault}</bdi> is not understood: any time is shown
          </span>
        </li>
      ) : null}
      {range.kind === 'exact' ? (
        <Chip
          name="Time"
          value={windowWords(range, zone)}
          whole={[range.from, range.to].map((at) => (at ? formatExact(at, zone) : '…')).join(' – ')}
          onRemove={() => time.choose(ANY_TIME)}
        />
      ) : null}
      {exact.filters.map(({ key, value }) => (
        <Chip
          key={key}
          name={exactLabel(key)}
          value={exactValue(key, value, names)}
          whole={value}
          onRemove={() => exact.remove(key)}
        />
      ))}
    </ul>
  );
}
