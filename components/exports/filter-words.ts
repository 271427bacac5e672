import { exactLabel, exactValue } from '#components/events/exact-filters.ts';
import { windowWords } from '#components/events/window-words.ts';

export type FilterWord = { name: string; value: string };

/** A filter of events as the list's chips say it, the time first; empty for one that takes every event. */
export function filterWords(filter: Readonly<Record<string, string>>, zone: string): FilterWord[] {
  const { from = null, to = null, q, ...exact } = filter;
  return [
    ...(from || to ? [{ name: 'Time', value: windowWords({ kind: 'exact', from, to }, zone) }] : []),
    ...(q ? [{ name: 'Text', value: q }] : []),
    ...Object.entries(exact).map(([key, value]) => ({
      name: exactLabel(key),
      value: exactValue(key, value),
    })),
  ];
}
