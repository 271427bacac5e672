'use client';

import { ListFilter, RotateCw, Settings2, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Button, IconButton } from '#components/ui/button.tsx';
import { buttonClass } from '#components/ui/button-class.ts';
import { Input } from '#components/ui/input.tsx';
import { Menu } from '#components/ui/menu.tsx';
import { Select } from '#components/ui/select.tsx';
import { useShortcut } from '#components/ui/shortcuts.ts';
import type { TableModel } from './table-model.ts';
import type { FilterSpec, TableState } from './table-state.ts';

const TYPING_MS = 250;

function TextFilter({ spec, state }: { spec: FilterSpec & { kind: 'text' }; state: TableState }) {
  const committed = state.filters[spec.key] ?? '';
  const [draft, setDraft] = useState<string | null>(null);
  useEffect(() => {
    if (draft === null) return;
    const timer = setTimeout(() => {
      state.setFilter(spec.key, draft.trim());
      setDraft(null);
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [draft, spec.key, state]);
  return (
    <Input
      compact
      icon={ListFilter}
      type="search"
      data-filter
      aria-label={spec.label}
      placeholder={spec.placeholder ?? spec.label}
      value={draft ?? committed}
      onChange={(event) => setDraft(event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        // Of itself the browser would empty the field, and the list with it.
        event.preventDefault();
        event.currentTarget.blur();
      }}
      spellCheck={false}
      autoComplete="off"
    />
  );
}

function ColumnsMenu<T>({ model, dense, setDense }: { model: TableModel<T> } & Density) {
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label="Columns and density"
          className={buttonClass('ghost', { size: 'sm', square: true })}
        >
          <Settings2 size={16} aria-hidden />
        </button>
      }
      groups={[
        {
          label: 'Columns',
          items: model.visibility.map((column) => ({
            label: column.header,
            checked: column.visible,
            onSelect: column.toggle,
            disabledReason: column.locked ? 'Always shown' : null,
          })),
        },
        {
          label: 'Rows',
          items: [{ label: 'Compact', checked: dense, onSelect: () => setDense(!dense) }],
        },
      ]}
    />
  );
}

/** An empty value would read as "nothing chosen" and hide the filter's name. */
const ANY = '*';

export type TableToolbarProps<T> = {
  specs: readonly FilterSpec[];
  state: TableState;
  model: TableModel<T>;
  dense: boolean;
  setDense: (dense: boolean) => void;
  onRefresh: () => void;
  refreshing: boolean;
  /** Stands in the place of the menu of columns, where their owner arranges them. */
  chooser?: ((density: Density) => ReactNode) | undefined;
  children?: ReactNode;
};

export type Density = { dense: boolean; setDense: (dense: boolean) => void };

export function TableToolbar<T>(props: TableToolbarProps<T>) {
  const { specs, state, model, dense, setDense, onRefresh, refreshing, chooser, children } = props;
  const bar = useRef<HTMLDivElement>(null);
  useShortcut(
    { keys: '/', label: 'Filter', scope: 'List' },
    () => bar.current?.querySelector<HTMLInputElement>('[data-filter]')?.focus(),
    specs.some((spec) => spec.kind === 'text'),
  );
  useShortcut({ keys: 'Shift+R', label: 'Refresh', scope: 'List' }, onRefresh);
  return (
    <div ref={bar} className="flex shrink-0 flex-wrap items-center gap-2">
      {specs.map((spec) =>
        spec.kind === 'hidden' ? null : spec.kind === 'text' ? (
          <div key={spec.key} className="min-w-0 grow basis-full sm:max-w-72 sm:basis-48">
            <TextFilter spec={spec} state={state} />
          </div>
        ) : (
          <Select
            key={spec.key}
            compact
            className="max-w-48"
            aria-label={spec.label}
            options={[{ value: ANY, label: `${spec.label}: any` }, ...spec.options]}
            value={state.filters[spec.key] ?? ANY}
            onChange={(value) => state.setFilter(spec.key, value === ANY ? null : value)}
          />
        ),
      )}
      {state.isFiltered ? (
        <Button size="sm" variant="ghost" icon={X} onClick={state.clearFilters}>
          Clear filters
        </Button>
      ) : null}
      <div className="ml-auto flex min-w-0 flex-wrap items-center justify-end gap-1">
        {children}
        <IconButton size="sm" icon={RotateCw} label="Refresh" busy={refreshing} onClick={onRefresh} />
        {chooser ? (
          chooser({ dense, setDense })
        ) : (
          <ColumnsMenu model={model} dense={dense} setDense={setDense} />
        )}
      </div>
    </div>
  );
}
