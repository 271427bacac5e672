'use client';

import { clsx } from 'clsx';

export type RangeButtonsProps<R extends string> = {
  /** Each range with what it is in words: "24 hours". */
  ranges: Readonly<Record<R, string>>;
  range: R;
  onChange: (range: R) => void;
};

/** Over how long something is shown, up to now. */
export function RangeButtons<R extends string>({ ranges, range, onChange }: RangeButtonsProps<R>) {
  return (
    <fieldset className="flex h-control-sm items-center rounded-control border p-0.5">
      <legend className="sr-only">Time range</legend>
      {(Object.entries(ranges) as [R, string][]).map(([one, words]) => (
        <button
          key={one}
          type="button"
          aria-pressed={one === range}
          aria-label={`${one}: the last ${words}`}
          onClick={() => onChange(one)}
          className={clsx(
            'figures h-full min-w-9 rounded-badge px-2 font-medium text-xs transition-colors',
            one === range ? 'bg-selected text-ink' : 'text-ink-2 hover:bg-hover hover:text-ink',
          )}
        >
          {one}
        </button>
      ))}
    </fieldset>
  );
}
