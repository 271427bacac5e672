'use client';

import { clsx } from 'clsx';
import { ArrowDown, ArrowUp } from 'lucide-react';
import Link from 'next/link';
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';
import type { Column, TableModel } from './table-model.ts';
import { WidthHandle, widthStyle } from './width-handle.tsx';

export type TableGridProps<T> = {
  label: string;
  model: TableModel<T>;
  dense: boolean;
  loading: boolean;
  stale: boolean;
  openId: string | null;
  /** Where the first column's link leads. */
  hrefOf: (id: string, row: T) => string;
  /** Opens the row here instead of following its link. */
  onOpen?: ((id: string) => void) | undefined;
  onSort: (columnId: string, direction: 'asc' | 'desc' | null) => void;
  onMove: (by: 1 | -1) => void;
  /** Stands in the place of the rows. */
  instead?: ReactNode;
};

const SKELETON_ROWS = 12;
/** The first cell stays in sight and so lies over its row's ring: it draws that part of the ring itself. */
const STICKY_FIRST =
  'first:sticky first:left-0 first:bg-inherit group-has-[[data-row-link]:focus-visible]/row:first:border-b-accent group-has-[[data-row-link]:focus-visible]/row:first:shadow-[inset_2px_2px_var(--accent),inset_0_-1px_var(--accent)]';

function HeaderCell<T>({
  column,
  direction,
  onSort,
  widths,
}: {
  column: Column<T>;
  direction: 'asc' | 'desc' | null;
  onSort: TableGridProps<T>['onSort'];
  widths: TableModel<T>['widths'];
}) {
  const right = column.align === 'right';
  const next = direction === null ? 'asc' : direction === 'asc' ? 'desc' : null;
  const Arrow = direction === 'desc' ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      aria-sort={direction === null ? undefined : direction === 'asc' ? 'ascending' : 'descending'}
      className={clsx(
        'sticky top-0 z-sticky h-control-sm whitespace-nowrap border-b bg-panel px-3 font-medium text-ink-2 text-xs first:left-0 first:z-bar first:pl-4',
        right ? 'text-right' : 'text-left',
        column.width,
        widths?.of(column.id) != null && 'overflow-hidden text-ellipsis',
      )}
      style={widthStyle(widths?.of(column.id) ?? null)}
    >
      <Tooltip content={column.definition}>
        {column.sortValue ? (
          <button
            type="button"
            onClick={() => onSort(column.id, next)}
            className={clsx(
              'group/sort -mx-1 inline-flex h-6 items-center gap-1 rounded-badge px-1 hover:text-ink',
              right && 'flex-row-reverse',
            )}
          >
            {column.header}
            <Arrow
              size={12}
              aria-hidden
              className={clsx(
                direction === null &&
                  'opacity-0 group-hover/sort:opacity-60 group-focus-visible/sort:opacity-60',
              )}
            />
          </button>
        ) : (
          <span>{column.header}</span>
        )}
      </Tooltip>
      {widths ? <WidthHandle id={column.id} header={column.header} widths={widths} /> : null}
    </th>
  );
}

function SkeletonRows<T>({ model, height }: { model: TableModel<T>; height: string }) {
  return Array.from({ length: SKELETON_ROWS }, (_, row) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no other name
    <tr key={row} className={height}>
      {model.columns.map(({ column }, index) => (
        <td key={column.id} className="border-b px-3 first:pl-4">
          <Skeleton
            className={clsx(
              'h-3',
              column.align === 'right' ? 'ml-auto w-10' : ['w-32', 'w-20', 'w-24', 'w-16'][(row + index) % 4],
            )}
          />
        </td>
      ))}
    </tr>
  ));
}

/** Clicks on what is itself a control, and the end of a text selection, are not meant for the row. */
function meansRow(event: MouseEvent): boolean {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return false;
  if ((event.target as HTMLElement).closest('a, button, input, label, [role="switch"], [role="checkbox"]'))
    return false;
  return window.getSelection()?.isCollapsed !== false;
}

export function TableGrid<T>(props: TableGridProps<T>) {
  const { label, model, dense, loading, stale, openId, hrefOf, onOpen, onSort, onMove, instead } = props;
  const height = dense ? 'h-row-sm' : 'h-row';
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.metaKey || event.ctrlKey) return;
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by === 0 || !(event.target as HTMLElement).closest('[data-row-link]')) return;
    event.preventDefault();
    onMove(by);
  };
  return (
    <div className="relative min-h-0 min-w-0 overflow-auto rounded-panel border bg-panel">
      <table
        aria-label={label}
        aria-busy={loading || stale}
        className="w-full border-separate border-spacing-0 text-sm"
      >
        <thead>
          <tr>
            {model.columns.map(({ column, direction }) => (
              <HeaderCell
                key={column.id}
                column={column}
                direction={direction}
                onSort={onSort}
                widths={model.widths}
              />
            ))}
          </tr>
        </thead>
        <tbody onKeyDown={onKeyDown} className={clsx('transition-opacity', stale && 'opacity-50')}>
          {loading ? <SkeletonRows model={model} height={height} /> : null}
          {loading || instead
            ? null
            : model.rows.map(({ id, row }) => (
                <tr
                  key={id}
                  data-row-id={id}
                  data-selected={id === openId}
                  className={clsx(
                    height,
                    'group/row cursor-pointer bg-panel transition-colors hover:bg-hover data-[selected=true]:bg-selected',
                    'has-[[data-row-link]:focus-visible]:outline-2 has-[[data-row-link]:focus-visible]:outline-accent has-[[data-row-link]:focus-visible]:-outline-offset-2',
                  )}
                  onClick={(event) => {
                    if (!meansRow(event)) return;
                    if (onOpen) onOpen(id);
                    else event.currentTarget.querySelector<HTMLElement>('[data-row-link]')?.click();
                  }}
                >
                  {model.columns.map(({ column }, index) => (
                    <td
                      key={column.id}
                      className={clsx(
                        'max-w-80 truncate border-b px-3 max-sm:first:max-w-44 group-last/row:border-b-0 first:pl-4',
                        STICKY_FIRST,
                        column.align === 'right' && 'figures text-right',
                        index === 0 ? 'font-medium text-ink' : 'text-ink-2',
                      )}
                      style={widthStyle(model.widths?.of(column.id) ?? null)}
                    >
                      {index === 0 ? (
                        <Link
                          href={hrefOf(id, row)}
                          data-row-link
                          scroll={false}
                          prefetch={false}
                          aria-current={id === openId ? 'true' : undefined}
                          className="block truncate outline-none"
                          onClick={(event) => {
                            if (!onOpen || event.metaKey || event.ctrlKey || event.shiftKey) return;
                            event.preventDefault();
                            onOpen(id);
                          }}
                        >
                          {column.cell(row)}
                        </Link>
                      ) : (
                        column.cell(row)
                      )}
                    </td>
                  ))}
                </tr>
              ))}
        </tbody>
      </table>
      {!loading && instead ? <div className="sticky left-0">{instead}</div> : null}
    </div>
  );
}
