'use client';

import { useSearchParams } from 'next/navigation';
import { type RefObject, useMemo } from 'react';
import { type List, useList } from '#components/data-table/use-list.ts';
import type { EventSummary } from '#lib/events/schema.ts';
import type { EventRow } from './event-columns.tsx';
import { EVENT_FILTERS } from './event-filters.ts';
import { narrowed } from './narrowed.ts';
import { addressOf } from './time-range.ts';
import { type EventCounts, useEventStats } from './use-event-stats.ts';
import { type ExactFilters, useExactFilters } from './use-exact-filters.ts';
import { type LiveMode, useLiveMode } from './use-live-mode.ts';
import { useLiveRows } from './use-live-rows.ts';
import { type LiveStream, useLiveStream } from './use-live-stream.ts';
import { type TimeWindow, useTimeWindow } from './use-time-window.ts';

/** With the stream, the list is only read again for what the stream leaves out. */
const BESIDE_STREAM_MS = 30_000;
const WITHOUT_STREAM_MS = 5_000;
/** The stream tells of events and not of their contents: values in columns come with the list. */
const WITH_VALUES_MS = 3_000;

const NOTHING: Readonly<Record<string, string>> = {};

export type Explorer = {
  list: List<EventRow>;
  counts: EventCounts;
  time: TimeWindow;
  exact: ExactFilters;
  mode: LiveMode;
  stream: LiveStream;
  newCount: number;
  showNew: () => void;
  /** Nothing has ever come: there is nothing to count or to narrow. */
  isEmpty: boolean;
  /** The first moment that no row shown has reached. */
  upperBoundMs: () => number;
  /** What the list is asked for, as the API takes it. */
  query: Readonly<Record<string, string>>;
};

const newestMs = (items: readonly EventSummary[]): number =>
  items.reduce((newest, { timestamp }) => Math.max(newest, Date.parse(timestamp)), 0);

/** Leaving the first page pins the window; coming back to it lets it move again. */
function pinned<T>(list: List<T>, time: TimeWindow, upperBoundMs: () => number): List<T> {
  const { state } = list;
  const setCursor = (cursor: string | null) => {
    if (cursor === null) time.pin(null);
    else if (state.cursor === null) time.pin(upperBoundMs());
    state.setCursor(cursor);
  };
  return { ...list, state: { ...state, setCursor } };
}

/** Why the rows stand still: the reader's doing, or that nothing can come into the window any more. */
function useHeldMode(root: RefObject<HTMLElement | null>): LiveMode {
  const mode = useLiveMode(root);
  const to = useSearchParams().get('to');
  const isOver = to !== null && Date.parse(to) <= Date.now();
  const ended = 'The window shown has ended';
  return isOver ? { ...mode, heldBecause: ended, isWatched: false } : mode;
}

/** Everything the explorer shows, of one filter: list, counts and what arrives. `carried`: what rows of the list bring along. */
export function useExplorer(root: RefObject<HTMLElement | null>, carried = NOTHING): Explorer {
  const mode = useHeldMode(root);
  const isHeld = mode.heldBecause !== null;
  const time = useTimeWindow(mode.isOn && isHeld);
  const exact = useExactFilters();
  const q = useSearchParams().get('q');
  const filter = useMemo(() => ({ ...exact.query, ...(q ? { q } : {}) }), [exact.query, q]);
  const fixed = useMemo(
    () => ({ ...exact.query, ...time.query, ...carried }),
    [exact.query, time.query, carried],
  );
  const { from, to } = addressOf(time.range);
  const watched = { ...filter, ...(from ? { from } : {}), ...(to ? { to } : {}) };
  const stream = useLiveStream(String(new URLSearchParams(watched)), mode.isOn && mode.isWatched);
  const follows = mode.isOn && mode.isWatched && !isHeld;
  const besideMs = Object.keys(carried).length === 0 ? BESIDE_STREAM_MS : WITH_VALUES_MS;
  const everyMs = stream.state === 'open' ? besideMs : WITHOUT_STREAM_MS;
  const loaded = useList<EventSummary>('/events', {
    filters: EVENT_FILTERS,
    fixed,
    refetchIntervalMs: follows ? everyMs : undefined,
    refetchOnFocus: !(mode.isOn && isHeld),
  });
  const query = { ...filter, ...time.query };
  const counts = useEventStats(query, follows);
  const rowsKey = JSON.stringify([filter, time.range, loaded.state.cursor]);
  const rows = useLiveRows({ list: loaded, stream, rowsKey, isOn: mode.isOn, isHeld, query: time.query });
  const upperBoundMs = () => Math.max(Date.now(), newestMs(rows.list.items) + 1);
  const list = narrowed(pinned(rows.list, time, upperBoundMs), exact.filters.length > 0 || time.isSet);
  const isShowing = list.isLoading || list.error !== null || list.items.length > 0;
  const isEmpty = !isShowing && !list.state.isFiltered && list.state.cursor === null;
  return { ...rows, list, isEmpty, counts, time, exact, mode, stream, upperBoundMs, query };
}
