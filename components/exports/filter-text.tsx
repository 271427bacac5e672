'use client';

import { useZone } from '#components/ui/clock.ts';
import { filterWords } from './filter-words.ts';

export type FilterTextProps = {
  filter: Readonly<Record<string, string>>;
  /** Said of a filter that takes everything. */
  all?: string | undefined;
};

/** A filter in one line. */
export function FilterText({ filter, all = 'Every event' }: FilterTextProps) {
  const words = filterWords(filter, useZone());
  const text = words.map(({ name, value }) => `${name} ${value}`).join(', ') || all;
  return <bdi title={text}>{text}</bdi>;
}
