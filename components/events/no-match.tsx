'use client';

import { SearchX } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import type { EmptyStateProps } from '#components/ui/empty-state.tsx';
import { spanWords, wider } from './time-range.ts';
import type { TimeWindow } from './use-time-window.ts';

/** Nothing matches in the time shown: a wider one may, and so may fewer filters. */
export function noMatch(time: TimeWindow, clearFilters: () => void): EmptyStateProps {
  const next = wider(time.range, Date.now());
  const words =
    next?.kind === 'last'
      ? `Show the ${spanWords(next.span)}`
      : next?.kind === 'exact'
        ? 'Widen the window'
        : null;
  return {
    icon: SearchX,
    sentence: time.isSet ? 'No events match these filters in this time.' : 'No events match these filters.',
    action: (
      <div className="flex flex-wrap items-center justify-center gap-2">
        {next && words ? <Button onClick={() => time.choose(next)}>{words}</Button> : null}
        {time.isSet ? <Button onClick={() => time.choose({ kind: 'any' })}>Show any time</Button> : null}
        <Button onClick={clearFilters}>Clear filters</Button>
      </div>
    ),
  };
}
