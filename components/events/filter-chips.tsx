'use client';

import { X } from 'lucide-react';
import { useZone } from '#components/ui/clock.ts';
import { Tooltip } from '#components/ui/tooltip.tsx';
import { formatExact } from '#lib/format/format-time.ts';
import { exactLabel } from './exact-filters.ts';
import type { ExactFilters } from './use-exact-filters.ts';
import type { TimeWindow } from './use-time-window.ts';

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

/** "2026-11-21 11:05 – 11:06": the day is said once where both ends share it. */
function windowText({ from, to }: TimeWindow, zone: string): string {
  const moment = (at: string) => formatExact(at, zone).slice(0, 19).replace(/:00$/, '');
  if (!from) return `until ${moment(to ?? '')}`;
  if (!to) return `since ${moment(from)}`;
  const [start, end] = [moment(from), moment(to)];
  return start.slice(0, 10) === end.slice(0, 10) ? `${start} – ${end.slice(11)}` : `${start} – ${end}`;
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
  const hasWindow = Boolean(time.from || time.to);
  if (exact.filters.length === 0 && !hasWindow) return null;
  return (
    <ul aria-label="Filters set" className="flex min-w-0 flex-wrap gap-2">
      {hasWindow ? (
        <Chip
          name="Time"
          value={windowText(time, zone)}
          whole={[time.from, time.to].map((at) => (at ? formatExact(at, zone) : '…')).join(' – ')}
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
