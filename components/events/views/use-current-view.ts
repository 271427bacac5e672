'use client';

import { useSearchParams } from 'next/navigation';
import { useMemo } from 'react';
import { useRecord } from '#components/record/use-record.ts';
import type { EventView, ViewQuery } from '#lib/event-views/schema.ts';
import { BUILT_IN_VIEWS } from './built-in-views.ts';
import { VIEWS } from './use-saved-views.ts';
import { isEdited, searchOfView, VIEW, viewStateOf } from './view-state.ts';

/** A view that can be chosen, saved or built in. */
export type Choice = { id: string; name: string; query: ViewQuery };

export type CurrentView = {
  /** What the address says now. */
  state: ViewQuery;
  /** The view that the reader came from; null when he came from none, or while it is asked for. */
  view: Choice | null;
  /** The same, when it is one that somebody saved. */
  saved: EventView | null;
  isEdited: boolean;
  /** The address names a view that is not there for this reader. */
  isLost: boolean;
  /** Puts a view into the address. */
  choose: (choice: Choice, history?: 'push' | 'replace') => void;
  /** Names another view as the one that this came from, and leaves what is shown. */
  name: (id: string | null) => void;
};

export const builtInChoices = (now = new Date()): Choice[] =>
  BUILT_IN_VIEWS.map(({ id, name, query }) => ({ id, name, query: query(now) }));

const isUuid = (id: string): boolean => /^[0-9a-f-]{36}$/i.test(id);

/** As it is at this moment: what acts later must not bring back an older one. */
const currentSearch = (): URLSearchParams => new URLSearchParams(window.location.search);

function write(next: URLSearchParams, history: 'push' | 'replace'): void {
  const { pathname } = window.location;
  const address = next.size > 0 ? `${pathname}?${next}` : pathname;
  if (history === 'push') window.history.pushState(null, '', address);
  else window.history.replaceState(null, '', address);
}

function choose({ query, id }: Choice, history: 'push' | 'replace' = 'push'): void {
  write(searchOfView(query, id, currentSearch()), history);
}

function name(id: string | null): void {
  const changed = currentSearch();
  if (id === null) changed.delete(VIEW);
  else changed.set(VIEW, id);
  write(changed, 'replace');
}

/** The view in the address. The address says what is shown; the view's id only says where it came from. */
export function useCurrentView(): CurrentView {
  const search = useSearchParams();
  const id = search.get(VIEW);
  const builtIn = useMemo(() => builtInChoices().find((choice) => choice.id === id) ?? null, [id]);
  const asked = id !== null && builtIn === null && isUuid(id) ? id : null;
  const { data, error } = useRecord<EventView>(VIEWS, asked === null ? null : `/${asked}`);
  const saved = asked === null ? null : (data ?? null);
  const state = useMemo(() => viewStateOf(search), [search]);
  const view = builtIn ?? saved;
  const isUnknown = id !== null && builtIn === null && asked === null;
  return {
    state,
    view,
    saved,
    isEdited: view !== null && isEdited(state, view.query),
    isLost: isUnknown || error?.status === 404,
    choose,
    name,
  };
}
