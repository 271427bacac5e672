'use client';

import { useEffect, useMemo, useState } from 'react';
import type { List } from '#components/data-table/use-list.ts';
import type { EventSummary } from '#lib/events/schema.ts';
import type { EventRow } from './event-columns.tsx';
import { type Arrived, holdRows, withArrived } from './live-rows.ts';
import type { LiveStream } from './use-live-stream.ts';

export type LiveRowsInput = {
  list: List<EventSummary>;
  stream: LiveStream;
  /** Names the set of rows: another filter or page begins anew. */
  rowsKey: string;
  isOn: boolean;
  isHeld: boolean;
  query: Readonly<{ from?: string; to?: string }>;
};

export type LiveRows = {
  list: List<EventRow>;
  /** How many have come that are not shown yet. */
  newCount: number;
  showNew: () => void;
};

/** Of a set of rows: the newest receipt that the reader found when he came to it. */
type Baseline = { rowsKey: string; receivedAt: string };
type Frozen = { rowsKey: string; rows: readonly EventSummary[] };

const newest = (items: readonly EventSummary[]): string =>
  items
    .map((event) => event.received_at)
    .toSorted()
    .at(-1) ?? '';

const weigh = (arrived: readonly Arrived[]): number => arrived.reduce((sum, { weight }) => sum + weight, 0);

/** The rows as they stand now, and as they stood when they were held. */
function useCurrentRows({ list, stream, query, isOn }: LiveRowsInput) {
  const isFirstPage = list.state.cursor === null;
  const arrived = useMemo(
    () => (isOn ? stream.arrived.filter(({ event }) => event.timestamp >= (query.from ?? '')) : []),
    [stream.arrived, query.from, isOn],
  );
  const current = useMemo(
    () =>
      isFirstPage
        ? withArrived({ items: list.items, hasMore: list.next !== null }, arrived)
        : [...list.items],
    [isFirstPage, list.items, list.next, arrived],
  );
  // On later pages, what came after the window was pinned.
  const unseen = isFirstPage ? 0 : weigh(arrived.filter(({ event }) => event.timestamp >= (query.to ?? '')));
  return { isFirstPage, arrived, current, unseen };
}

/** Lists anew once the stream is there: what came before it was, it does not tell of. */
function useListOnOpen({ list, stream, isHeld, isOn }: LiveRowsInput): void {
  const { retry } = list;
  const isDue = isOn && !isHeld && stream.state === 'open';
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the stream opens; retry is new at every render
  useEffect(() => {
    if (isDue) retry();
  }, [isDue]);
}

/** The list as it is shown live: the page, with what arrives, standing still while it is held. */
export function useLiveRows(input: LiveRowsInput): LiveRows {
  const { list, rowsKey, isOn, isHeld } = input;
  const [baseline, setBaseline] = useState<Baseline | null>(null);
  const [frozen, setFrozen] = useState<Frozen | null>(null);
  const { isFirstPage, arrived, current, unseen } = useCurrentRows(input);
  useListOnOpen(input);
  const isSettled = !list.isLoading && !list.isStale;
  const isKnown = baseline?.rowsKey === rowsKey;
  if (isSettled && !isKnown) setBaseline({ rowsKey, receivedAt: newest(list.items) });
  const isStill = isOn && isHeld && isFirstPage && isSettled;
  if (isStill && frozen?.rowsKey !== rowsKey) setFrozen({ rowsKey, rows: current });
  if (!isHeld && frozen) setFrozen(null);
  const held = isStill && frozen?.rowsKey === rowsKey ? holdRows(frozen.rows, current, arrived) : null;
  const since = isKnown ? baseline.receivedAt : null;
  const rows = held?.rows ?? current;
  const items = useMemo(
    () => rows.map((event) => ({ ...event, isFresh: since !== null && event.received_at > since })),
    [rows, since],
  );
  return {
    list: {
      ...list,
      items,
      // Following the present is not work worth a turning wheel, nor a moving window worth dimmed rows.
      isFetching: list.isFetching && (!isOn || list.error !== null),
      isStale: list.isStale && !isKnown,
    },
    newCount: held?.newCount ?? unseen,
    showNew: () => (isFirstPage ? setFrozen({ rowsKey, rows: current }) : list.state.setCursor(null)),
  };
}
