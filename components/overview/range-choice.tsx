'use client';

import { clsx } from 'clsx';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { OVERVIEW_RANGES, type Overview } from '#lib/metrics/schema.ts';

type Range = Overview['range'];

const RANGES = Object.keys(OVERVIEW_RANGES) as Range[];

export const RANGE_WORDS: Record<Range, string> = {
  '15m': '15 minutes',
  '1h': 'hour',
  '6h': '6 hours',
  '24h': '24 hours',
};

/** The range of the address; one hour when it names none. */
export function useRange() {
  return useQueryState(
    'range',
    parseAsStringLiteral(RANGES).withDefault('1h').withOptions({ history: 'push' }),
  );
}

export type RangeChoiceProps = { range: Range; onChange: (range: Range) => void };

export function RangeChoice({ range, onChange }: RangeChoiceProps) {
  return (
    <fieldset className="flex h-control items-center rounded-control border bg-panel p-0.5">
      <legend className="sr-only">Time range</legend>
      {RANGES.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={one === range}
          aria-label={`${one}: the last ${RANGE_WORDS[one]}`}
          onClick={() => onChange(one)}
          className={clsx(
            'figures h-full min-w-9 rounded-badge px-2 font-medium text-sm transition-colors max-sm:px-1',
            one === range ? 'bg-selected text-ink' : 'text-ink-2 hover:bg-hover hover:text-ink',
          )}
        >
          {one}
        </button>
      ))}
    </fieldset>
  );
}
