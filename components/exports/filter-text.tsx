'use client';

import { useZone } from '#components/ui/clock.ts';
import { filterWords } from './filter-words.ts';

/** A filter in one line. */
export function FilterText({ filter }: { filter: Readonly<Record<string, string>> }) {
  const words = filterWords(filter, useZone());
  const text = words.map(({ name, value }) => `${name} ${value}`).join(', ') || 'Every event';
  return <bdi title={text}>{text}</bdi>;
}
