'use client';

import {
  columnVisibilityFeature,
  createColumnHelper,
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import type { ReactNode } from 'react';
import { useMemo } from 'react';
import { useStored } from '#components/ui/stored-state.ts';
import type { Arrangement, ColumnWidths } from './arrangement.ts';

export type Column<T> = {
  id: string;
  header: string;
  /** The first column's cell stands inside the row's link: text and badges, no buttons. */
  cell: (row: T) => ReactNode;
  /** Present: the column can be sorted. */
  sortValue?: ((row: T) => string | number | boolean | null | undefined) | undefined;
  align?: 'right' | undefined;
  /** Width class for the header cell: "w-32". */
  width?: string | undefined;
  /** Starts hidden; the reader's own choice wins. */
  hidden?: boolean | undefined;
  /** How the figure is counted, as a tooltip of the header. */
  definition?: string | undefined;
};

type SortKey = string | number | boolean | null | undefined;

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

function compare(a: SortKey, b: SortKey): number {
  if (typeof a === 'string' && typeof b === 'string') return collator.compare(a, b);
  return Number(a) - Number(b);
}

const features = tableFeatures({
  columnVisibilityFeature,
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
});

export type TableModelInput<T> = {
  id: string;
  columns: readonly Column<T>[];
  items: readonly T[];
  rowId: (row: T) => string;
  /** "column.asc" or "column.desc", from the address. */
  sort: string | null;
  /** Present: its owner says which columns are shown and in which order. */
  arrangement?: Arrangement | undefined;
};

export type TableModel<T> = {
  columns: readonly { column: Column<T>; direction: 'asc' | 'desc' | null }[];
  rows: readonly { id: string; row: T }[];
  visibility: readonly {
    id: string;
    header: string;
    visible: boolean;
    locked: boolean;
    toggle: () => void;
  }[];
  /** Present: the columns' widths can be set. */
  widths?: ColumnWidths | undefined;
};

/** A path such as `data.total` may be a column, so the direction stands behind the last dot. */
const readSort = (sort: string | null): string[] => /^(.+)\.(asc|desc)$/.exec(sort ?? '')?.slice(1) ?? [];

/** Which columns are shown and in which order the rows of this page stand. */
export function useTableModel<T extends object>(input: TableModelInput<T>): TableModel<T> {
  const { id, columns, items, rowId, sort, arrangement } = input;
  const initial = columns.flatMap((column) => (column.hidden ? [column.id] : [])).join(' ');
  const [hiddenText, setHidden] = useStored(`table:${id}:hidden`, initial);
  const hidden = useMemo(() => new Set(hiddenText.split(' ').filter(Boolean)), [hiddenText]);
  const defs = useMemo(() => {
    const helper = createColumnHelper<typeof features, T>();
    return columns.map((column) =>
      helper.accessor((row): unknown => column.sortValue?.(row) ?? undefined, {
        id: column.id,
        enableSorting: Boolean(column.sortValue),
        sortUndefined: 'last',
        sortFn: (a, b, columnId) => compare(a.getValue<SortKey>(columnId), b.getValue<SortKey>(columnId)),
      }),
    );
  }, [columns]);
  const [sortId, direction] = readSort(sort);
  const sorting = useMemo(() => {
    const known = columns.some((column) => column.id === sortId && column.sortValue);
    return known && sortId ? [{ id: sortId, desc: direction === 'desc' }] : [];
  }, [columns, sortId, direction]);
  const columnVisibility = useMemo(() => {
    const isShown = (columnId: string) => arrangement?.shown.includes(columnId) ?? !hidden.has(columnId);
    return Object.fromEntries(columns.map((column, index) => [column.id, index === 0 || isShown(column.id)]));
  }, [columns, hidden, arrangement]);
  const table = useTable({
    features,
    columns: defs,
    data: items as T[],
    getRowId: rowId,
    state: { sorting, columnVisibility },
  });
  const byId = new Map(columns.map((column) => [column.id, column]));
  const shownIds = arrangement?.shown ?? table.getVisibleLeafColumns().map((leaf) => leaf.id);
  const visible = shownIds.flatMap((columnId) => byId.get(columnId) ?? []);
  return {
    columns: visible.map((column) => ({
      column,
      direction: sorting[0]?.id === column.id ? (sorting[0].desc ? 'desc' : 'asc') : null,
    })),
    rows: table.getRowModel().rows.map((row) => ({ id: row.id, row: row.original })),
    visibility: columns.map((column, index) => ({
      id: column.id,
      header: column.header,
      visible: columnVisibility[column.id] ?? true,
      locked: index === 0,
      toggle: () => {
        const next = new Set(hidden);
        if (!next.delete(column.id)) next.add(column.id);
        setHidden([...next].join(' '));
      },
    })),
    widths: arrangement?.widths,
  };
}
