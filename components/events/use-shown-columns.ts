'use client';

import { useMemo } from 'react';
import { useStored } from '#components/ui/stored-state.ts';
import { EVENT_COLUMNS } from './event-columns.tsx';

/** Ids of the columns that this browser shows of the list of events, in its order. */
export function useShownColumns(): readonly string[] {
  const [hidden] = useStored('table:events:hidden', '');
  return useMemo(() => {
    const left = new Set(hidden.split(' '));
    return EVENT_COLUMNS.map(({ id }) => id).filter((id, index) => index === 0 || !left.has(id));
  }, [hidden]);
}
