'use client';

import { useZone } from '#components/ui/clock.ts';
import { filterWords } from './filter-words.ts';

/** A filter in words, as chips that cannot be taken away. */
export function FilterSummary({ filter }: { filter: Readonly<Record<string, string>> }) {
  const words = filterWords(filter, useZone());
  if (words.length === 0) return <p className="text-ink-2 text-sm">Every event that is kept</p>;
  return (
    <ul aria-label="Filters set" className="flex min-w-0 flex-wrap gap-2">
      {words.map(({ name, value }) => (
        <li
          key={`${name} ${value}`}
          className="inline-flex h-6 min-w-0 max-w-full items-center rounded-badge bg-sunken px-2 text-ink-2 text-xs"
        >
          <span className="shrink-0">{name}</span>
          <bdi title={value} className="ml-1.5 min-w-0 truncate font-medium font-mono text-ink">
            {value}
          </bdi>
        </li>
      ))}
    </ul>
  );
}
