'use client';

import { parseAsString, useQueryState } from 'nuqs';
import { useMemo } from 'react';
import { type Arrangement, useColumnWidths } from '#components/data-table/arrangement.ts';
import type { Column } from '#components/data-table/table-model.ts';
import { notifyDone, notifyFailed } from '#components/ui/toast.tsx';
import type { ListedEvent } from '#lib/events/schema.ts';
import { EVENT_COLUMNS, type EventRow } from '../event-columns.tsx';
import { addFault, pathsOf, readColumns, withPath, writeColumns } from './column-list.ts';
import { PathCell } from './path-cell.tsx';

export type EventColumns = {
  /** Ids of what is shown, in order. */
  shown: readonly string[];
  show: (ids: readonly string[]) => void;
  /** Adds a path at the end; says so, or why not. */
  addPath: (path: string) => void;
  /** What the API is asked for. */
  query: Readonly<Record<string, string>>;
  arrangement: Arrangement;
};

/** The columns of the list, owned by the address as soon as they are not those that are shown anyway. */
export function useEventColumns(): EventColumns {
  const [text, setText] = useQueryState('columns', parseAsString);
  const widths = useColumnWidths('events');
  return useMemo(() => {
    const shown = readColumns(text);
    const paths = pathsOf(shown);
    const show = (ids: readonly string[]) => void setText(writeColumns(ids), { history: 'push' });
    const addPath = (path: string) => {
      const fault = addFault(shown, path);
      if (fault !== null) return notifyFailed('Column not added', new Error(`${fault}.`));
      show(withPath(shown, path));
      notifyDone(`Column ${path} added`);
    };
    const query: Record<string, string> = paths.length > 0 ? { columns: paths.join(',') } : {};
    return { shown, show, addPath, query, arrangement: { shown, widths } };
  }, [text, setText, widths]);
}

const sortKey = (value: unknown) =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : (value as string | number | boolean);

const isNumber = (value: unknown): boolean => typeof value === 'number';

function pathColumn(path: string, rows: readonly ListedEvent[]): Column<EventRow> {
  const values = rows.flatMap(({ columns }) =>
    columns && Object.hasOwn(columns, path) ? [columns[path]] : [],
  );
  return {
    id: path,
    header: path,
    cell: (event) => (
      <PathCell
        path={path}
        value={event.columns?.[path]}
        isCut={event.columns_cut?.includes(path) ?? false}
        isAwaited={event.columns === undefined}
      />
    ),
    sortValue: (event) => sortKey(event.columns?.[path]),
    align: values.length > 0 && values.every(isNumber) ? 'right' : undefined,
    definition: path.startsWith('data.')
      ? 'From the content, masked.'
      : 'An attribute that a rule of this installation added.',
  };
}

/** The columns every event has, and one for each path; numbers stand right. */
export function useTableColumns(
  shown: readonly string[],
  rows: readonly ListedEvent[],
): readonly Column<EventRow>[] {
  return useMemo(
    () => [...EVENT_COLUMNS, ...pathsOf(shown).map((path) => pathColumn(path, rows))],
    [shown, rows],
  );
}
