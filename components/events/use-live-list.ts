'use client';

import { useMemo, useState } from 'react';
import type { List } from '#components/data-table/use-list.ts';
import type { EventSummary } from '#lib/events/schema.ts';
import type { EventRow } from './event-columns.tsx';

/** The newest receipt among the rows that the reader found when he came to this set of rows. */
type Baseline = { rowsKey: string; receivedAt: string };

const newest = (items: readonly EventSummary[]): string =>
  items
    .map((event) => event.received_at)
    .toSorted()
    .at(-1) ?? '';

/**
 * The list as it is shown live: rows that came since the reader arrived are known, and asking once a second is not
 * work worth a turning wheel. `rowsKey` names the set of rows: another filter or page begins anew.
 */
export function useLiveList(list: List<EventSummary>, rowsKey: string, live: boolean): List<EventRow> {
  const [baseline, setBaseline] = useState<Baseline | null>(null);
  const isSettled = !list.isLoading && !list.isStale;
  if (isSettled && baseline?.rowsKey !== rowsKey) {
    setBaseline({ rowsKey, receivedAt: newest(list.items) });
  }
  const since = baseline?.rowsKey === rowsKey ? baseline.receivedAt : null;
  const items = useMemo(
    () => list.items.map((event) => ({ ...event, isFresh: since !== null && event.received_at > since })),
    [list.items, since],
  );
  return { ...list, items, isFetching: list.isFetching && (!live || list.error !== null) };
}
