'use client';

import { ChevronLeft, ChevronRight, SearchX } from 'lucide-react';
import { usePathname, useSearchParams } from 'next/navigation';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { EmptyState, type EmptyStateProps } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { useShortcut } from '#components/ui/shortcuts.ts';
import { useStored } from '#components/ui/stored-state.ts';
import { formatCount } from '#lib/format/format-number.ts';
import type { Arrangement } from './arrangement.ts';
import { TableGrid } from './table-grid.tsx';
import { type Column, useTableModel } from './table-model.ts';
import { type Density, TableToolbar } from './table-toolbar.tsx';
import type { List } from './use-list.ts';

export type DataTableProps<T> = {
  /** Under this name the reader's columns are kept. */
  id: string;
  /** Plural, lower case: "events". One of them is `noun`. */
  what: string;
  noun: string;
  /** Stable: outside the component, or memoised. The first one is the row's link. */
  columns: readonly Column<T>[];
  list: List<T>;
  rowId: (row: T) => string;
  /** The row has a page of its own; without it, the row opens in the drawer (`open` in the address). */
  rowHref?: ((row: T) => string) | undefined;
  /** Nothing exists yet: what this is and the next step. */
  empty: EmptyStateProps;
  /** The filters leave nothing: instead of the offer to clear them. */
  noMatch?: EmptyStateProps | undefined;
  /** Further controls at the right of the filters. */
  toolbar?: ReactNode;
  /** Between the filters and the rows. */
  above?: ReactNode;
  /** Present: the page itself arranges the columns, and `chooser` is where. */
  arrangement?: Arrangement | undefined;
  chooser?: ((density: Density) => ReactNode) | undefined;
};

type Edge = 'first' | 'last' | null;

/** Said when j or k finds no further row. */
function edgeText(edge: Edge, more: boolean): string {
  if (edge === null) return '';
  const where = edge === 'first' ? 'first' : 'last';
  if (!more) return ` · this is the ${where} row`;
  return ` · ${where} row of this page, the ${edge === 'first' ? 'previous' : 'next'} page goes on`;
}

type PagerProps<T> = { list: List<T>; noun: string; what: string; edge: Edge };

function Pager<T>({ list, noun, what, edge }: PagerProps<T>) {
  const { items, next, prev, state } = list;
  const paged = Boolean(next || prev || state.cursor);
  return (
    <footer className="flex min-h-control-sm flex-wrap items-center justify-between gap-2 text-ink-3 text-xs">
      <p className="figures" role="status">
        {list.isLoading ? 'Loading' : items.length > 0 ? formatCount(items.length, noun, what) : ''}
        {paged && items.length > 0 ? ' on this page' : ''}
        {state.sort && paged ? ', sorted within this page' : ''}
        {edgeText(edge, Boolean(edge === 'first' ? prev : next))}
      </p>
      {paged ? (
        <div className="flex items-center gap-1">
          {state.cursor ? (
            <Button size="sm" variant="ghost" onClick={() => state.setCursor(null)}>
              First page
            </Button>
          ) : null}
          <Button
            size="sm"
            icon={ChevronLeft}
            disabledReason={prev ? null : 'This is the first page'}
            onClick={() => state.setCursor(prev)}
          >
            Previous
          </Button>
          <Button
            size="sm"
            disabledReason={next ? null : 'This is the last page'}
            onClick={() => state.setCursor(next)}
          >
            Next
            <ChevronRight size={16} aria-hidden />
          </Button>
        </div>
      ) : null}
    </footer>
  );
}

/** Rows of a list: filters, sort, page and open row live in the address; columns and density in this browser. */
export function DataTable<T extends object>(props: DataTableProps<T>) {
  const { id, what, noun, columns, list, rowId, rowHref, empty, noMatch, toolbar, above } = props;
  const { arrangement, chooser } = props;
  const { state, specs } = list;
  const root = useRef<HTMLDivElement>(null);
  const pathname = usePathname();
  const search = useSearchParams();
  const [density, setDensity] = useStored('table-density', 'regular');
  const model = useTableModel({ id, columns, items: list.items, rowId, sort: state.sort, arrangement });

  const [edge, setEdge] = useState<Edge>(null);
  const order = model.rows.map((row) => row.id).join(' ');
  const { setOrder } = list;
  useEffect(() => setOrder(order === '' ? [] : order.split(' ')), [order, setOrder]);

  const move = (by: 1 | -1) => {
    const links = root.current?.querySelectorAll<HTMLElement>('[data-row-link]') ?? [];
    const focused = document.activeElement?.closest<HTMLElement>('[data-row-id]')?.dataset.rowId;
    const current = model.rows.findIndex((row) => row.id === (focused ?? state.open));
    const target = current === -1 ? (by === 1 ? 0 : model.rows.length - 1) : current + by;
    const row = model.rows[target];
    setEdge(row || model.rows.length === 0 ? null : by === 1 ? 'last' : 'first');
    if (!row) return;
    links[target]?.focus();
    links[target]?.scrollIntoView({ block: 'nearest' });
    if (state.open) state.setOpen(row.id);
  };
  useShortcut({ keys: 'j', label: 'Next row', scope: 'List' }, () => move(1));
  useShortcut({ keys: 'k', label: 'Previous row', scope: 'List' }, () => move(-1));

  const hrefOf = (openId: string, row: T) => {
    if (rowHref) return rowHref(row);
    const query = new URLSearchParams(search);
    query.set('open', openId);
    return `${pathname}?${query}`;
  };

  const isEmpty = !list.isLoading && list.items.length === 0;
  const failed = list.error && isEmpty;
  const title = `${what.charAt(0).toUpperCase()}${what.slice(1)}`;
  const instead = failed ? (
    <ErrorState
      what={`${title} could not be loaded`}
      error={list.error}
      onRetry={list.retry}
      retrying={list.isFetching}
    />
  ) : isEmpty && state.isFiltered && !state.cursor && noMatch ? (
    <EmptyState {...noMatch} />
  ) : isEmpty && (state.isFiltered || state.cursor) ? (
    <EmptyState
      icon={SearchX}
      sentence={state.isFiltered ? `No ${what} match these filters.` : `No ${what} on this page any more.`}
      action={
        <Button onClick={() => (state.isFiltered ? state.clearFilters() : state.setCursor(null))}>
          {state.isFiltered ? 'Clear filters' : 'Go to the first page'}
        </Button>
      }
    />
  ) : isEmpty ? (
    <EmptyState {...empty} />
  ) : null;

  return (
    <div ref={root} className="list-room flex min-w-0 flex-col gap-3">
      <TableToolbar
        specs={specs}
        state={state}
        model={model}
        dense={density === 'compact'}
        setDense={(dense) => setDensity(dense ? 'compact' : 'regular')}
        onRefresh={list.retry}
        refreshing={list.isFetching && !list.isLoading}
        chooser={chooser}
      >
        {toolbar}
      </TableToolbar>
      {above}
      {list.error && !failed && !list.isLoading ? (
        <p
          role="alert"
          className="flex items-center justify-between gap-2 rounded-control bg-block-soft px-3 py-1 text-block-text text-sm"
        >
          These rows are not up to date: {list.error.detail}
          <Button size="sm" variant="danger-quiet" onClick={list.retry}>
            Retry
          </Button>
        </p>
      ) : null}
      <TableGrid
        label={title}
        model={model}
        dense={density === 'compact'}
        loading={list.isLoading}
        stale={list.isStale}
        openId={state.open}
        hrefOf={hrefOf}
        onOpen={rowHref ? undefined : state.setOpen}
        onSort={(columnId, direction) => state.setSort(direction ? `${columnId}.${direction}` : null)}
        onMove={move}
        instead={instead}
      />
      <Pager list={list} noun={noun} what={what} edge={edge} />
    </div>
  );
}
