'use client';

import { clsx } from 'clsx';
import { ChevronRight, Columns3, Copy, ListFilter, Route } from 'lucide-react';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { IconButton } from './button.tsx';
import { CopyButton, useCopy } from './copy-button.tsx';
import { JSON_PAGE, type JsonRow, jsonRows, type Mask } from './json-rows.ts';
import { searchJson } from './json-search.ts';
import { JsonToolbar } from './json-toolbar.tsx';
import { JsonValue } from './json-value.tsx';

export type JsonViewProps = {
  value: unknown;
  label: string;
  /** Branches deeper than this start folded. */
  depth?: number | undefined;
  /** Path -> its masked spans in their order, each shown as a chip with its pattern. */
  masks?: Readonly<Record<string, readonly Mask[]>> | undefined;
  onFilter?: ((path: string, value: string | number | boolean | null) => void) | undefined;
  onColumn?: ((path: string) => void) | undefined;
};

/** Folded to depth 2. Arrow keys walk and fold; the row you are on offers its path, its value and a filter. */
export function JsonView({ value, label, depth = 2, masks, onFilter, onColumn }: JsonViewProps) {
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [pages, setPages] = useState<ReadonlyMap<string, number>>(new Map());
  const [active, setActive] = useState(0);
  const [sought, setSought] = useState('');
  const tree = useRef<HTMLDivElement>(null);
  const { copy } = useCopy();
  const matches = useMemo(() => searchJson(value, sought), [value, sought]);
  const matching = useMemo(() => new Set(matches.paths), [matches]);
  const rows = useMemo(
    () =>
      jsonRows(value, {
        isOpen: (path, at) => matches.open.has(path) || (toggled.get(path) ?? at < depth),
        shown: (path) => Math.max(matches.open.get(path) ?? 0, pages.get(path) ?? JSON_PAGE),
      }),
    [value, toggled, pages, depth, matches],
  );
  const text = useMemo(() => JSON.stringify(value, null, 2) ?? 'null', [value]);

  const toggle = (row: JsonRow, open = !row.open) => {
    if (row.kind === 'more') {
      setPages(new Map(pages).set(row.path, (pages.get(row.path) ?? JSON_PAGE) + JSON_PAGE));
    } else if (row.kind === 'object' || row.kind === 'array') {
      setToggled(new Map(toggled).set(row.path, open));
    }
  };
  const itemAt = (index: number) => tree.current?.querySelectorAll<HTMLElement>('[role="treeitem"]')[index];
  const go = (index: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, index));
    setActive(next);
    itemAt(next)?.focus();
  };
  /** Into sight and marked; the focus stays where it is. */
  const show = (index: number) => {
    setActive(index);
    itemAt(index)?.scrollIntoView({ block: 'nearest' });
  };
  const foldAll = (open: boolean) => {
    const branches = jsonRows(value, { isOpen: () => true, shown: () => JSON_PAGE });
    const states = branches.flatMap(({ path, kind }) =>
      path !== '' && (kind === 'object' || kind === 'array') ? [[path, open] as const] : [],
    );
    setToggled(new Map(states));
  };
  const onNextMatch = () => {
    const after = rows.findIndex((row, index) => index > active && matching.has(row.path));
    const next = after === -1 ? rows.findIndex((row) => matching.has(row.path)) : after;
    if (next !== -1) show(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[active];
    if (!row || event.metaKey || event.ctrlKey || event.altKey) return;
    const moves: [string, () => void][] = [
      ['ArrowDown', () => go(active + 1)],
      ['ArrowUp', () => go(active - 1)],
      ['Home', () => go(0)],
      ['End', () => go(rows.length - 1)],
      ['ArrowRight', () => (row.open || row.kind === 'more' ? go(active + 1) : toggle(row, true))],
      [
        'ArrowLeft',
        () =>
          row.open ? toggle(row, false) : go(rows.findLastIndex((r, i) => i < active && r.depth < row.depth)),
      ],
      ['Enter', () => toggle(row)],
    ];
    const move = moves.find(([key]) => key === event.key)?.[1];
    if (!move || (event.target as HTMLElement).getAttribute('role') !== 'treeitem') return;
    event.preventDefault();
    event.stopPropagation();
    move();
  };

  return (
    <div className="group/json relative min-w-0 rounded-panel border bg-panel">
      <JsonToolbar
        label={label}
        sought={sought}
        onSeek={setSought}
        found={matches.paths.length}
        isCut={matches.isCut}
        onNext={onNextMatch}
        onFold={foldAll}
      >
        <CopyButton text={text} label="Copy JSON" />
      </JsonToolbar>
      <div
        ref={tree}
        role="tree"
        aria-label={label}
        onKeyDown={onKeyDown}
        className="overflow-x-auto rounded-panel py-2 font-mono text-xs leading-5"
      >
        {rows.map((row, index) => {
          const branch = row.kind === 'object' || row.kind === 'array';
          return (
            <div
              key={`${row.path}${row.kind === 'more' ? '+' : ''}`}
              role="treeitem"
              aria-level={row.depth + 1}
              aria-expanded={branch && Number(row.value) > 0 ? row.open : undefined}
              aria-selected={index === active}
              tabIndex={index === Math.min(active, rows.length - 1) ? 0 : -1}
              onFocus={() => setActive(index)}
              data-match={matching.has(row.path) && row.kind !== 'more' ? true : undefined}
              data-current={sought !== '' && index === active ? true : undefined}
              className="group/row relative flex min-h-6 items-start gap-1 py-0.5 pr-2 hover:bg-hover focus-visible:bg-hover focus-visible:-outline-offset-2 data-current:data-match:outline-2 data-current:data-match:outline-accent data-current:data-match:-outline-offset-2 data-match:bg-accent-soft"
              style={{ paddingLeft: `calc(${row.depth} * 1rem + 0.5rem)` }}
            >
              {/* biome-ignore lint/a11y/noStaticElementInteractions: the tree item takes the keys, this is its larger target for the pointer */}
              {/* biome-ignore lint/a11y/useKeyWithClickEvents: as above */}
              <span
                onClick={() => toggle(row)}
                className={clsx(
                  'flex max-w-[50%] shrink-0 items-start gap-1',
                  (branch || row.kind === 'more') && 'cursor-pointer',
                )}
              >
                <span className="flex h-5 w-3 shrink-0 items-center text-ink-3">
                  {branch && Number(row.value) > 0 ? (
                    <ChevronRight
                      size={12}
                      aria-hidden
                      className={clsx('transition-transform', row.open && 'rotate-90')}
                    />
                  ) : null}
                </span>
                {row.name !== null ? (
                  <span className="min-w-0 text-ink-2 [overflow-wrap:anywhere]">
                    {row.name}
                    <span className="text-ink-3">:</span>
                  </span>
                ) : null}
                {row.kind === 'more' ? (
                  <span className="font-sans text-accent-text">
                    show {Math.min(Number(row.value), JSON_PAGE)} of {row.value} more
                  </span>
                ) : null}
              </span>
              {row.kind === 'more' ? null : <JsonValue row={row} masks={masks?.[row.path]} />}
              {row.kind === 'more' ? null : (
                <span className="absolute top-0 right-1 hidden rounded-control bg-hover group-focus-within/row:flex group-hover/row:flex">
                  {row.path ? (
                    <IconButton
                      size="sm"
                      className="size-6"
                      tabIndex={index === active ? 0 : -1}
                      icon={Route}
                      label={`Copy path ${row.path}`}
                      onClick={() => copy(row.path)}
                    />
                  ) : null}
                  <IconButton
                    size="sm"
                    className="size-6"
                    tabIndex={index === active ? 0 : -1}
                    icon={Copy}
                    label="Copy value"
                    onClick={() => copy(branch ? JSON.stringify(row.raw, null, 2) : String(row.value))}
                  />
                  {onColumn && row.path ? (
                    <IconButton
                      size="sm"
                      className="size-6"
                      tabIndex={index === active ? 0 : -1}
                      icon={Columns3}
                      label="Add as column"
                      onClick={() => onColumn(row.path)}
                    />
                  ) : null}
                  {onFilter && !branch && row.path ? (
                    <IconButton
                      size="sm"
                      className="size-6"
                      tabIndex={index === active ? 0 : -1}
                      icon={ListFilter}
                      label="Filter by this"
                      onClick={() => onFilter(row.path, row.value)}
                    />
                  ) : null}
                </span>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
