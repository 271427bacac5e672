'use client';

import { Popover } from '@base-ui/react/popover';
import { Columns3 } from 'lucide-react';
import { useState } from 'react';
import type { Density } from '#components/data-table/table-toolbar.tsx';
import { Button } from '#components/ui/button.tsx';
import { buttonClass } from '#components/ui/button-class.ts';
import { useShortcut } from '#components/ui/shortcuts.ts';
import { Checkbox } from '#components/ui/toggles.tsx';
import type { ListedEvent } from '#lib/events/schema.ts';
import { EVENT_COLUMNS } from '../event-columns.tsx';
import { AddPath } from './add-path.tsx';
import { DEFAULT_COLUMNS, LOCKED, moved, withPath, writeColumns } from './column-list.ts';
import { ColumnRow } from './column-row.tsx';
import type { EventColumns } from './use-event-columns.tsx';

const HEADERS = new Map(EVENT_COLUMNS.map(({ id, header }) => [id, header]));

export type ColumnChooserProps = Density & {
  columns: EventColumns;
  rows: readonly ListedEvent[];
  openId: string | null;
};

/** Which columns are shown and in which order, and any place of the content as a further one. */
export function ColumnChooser({ columns, rows, openId, dense, setDense }: ColumnChooserProps) {
  const [open, setOpen] = useState(false);
  useShortcut({ keys: 'Shift+K', label: 'Choose columns', scope: 'List' }, () => setOpen(true));
  const { shown, show } = columns;
  const { widths } = columns.arrangement;
  const hidden = EVENT_COLUMNS.map(({ id }) => id).filter((id) => !shown.includes(id));
  const isDefault = writeColumns(shown) === null && shown.every((id) => widths.of(id) === null);
  const reset = () => {
    for (const id of shown) widths.set(id, null);
    show(DEFAULT_COLUMNS);
  };
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        aria-label="Columns and density"
        className={buttonClass('ghost', { size: 'sm', square: true })}
      >
        <Columns3 size={16} aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={4} align="end" collisionPadding={8} className="z-float">
          <Popover.Popup
            aria-label="Columns and density"
            className="flex max-h-[var(--available-height)] w-80 max-w-[calc(100vw-1rem)] flex-col gap-3 overflow-y-auto rounded-panel bg-raised p-4 shadow-float outline-none"
          >
            <ul aria-label="Columns" className="flex flex-col">
              {[...shown, ...hidden].map((id) => (
                <ColumnRow
                  key={id}
                  name={HEADERS.get(id) ?? id}
                  isPath={!HEADERS.has(id)}
                  isShown={shown.includes(id)}
                  isLocked={id === LOCKED}
                  isFirst={shown.indexOf(id) <= 1}
                  isLast={shown.at(-1) === id}
                  onToggle={() =>
                    show(shown.includes(id) ? shown.filter((other) => other !== id) : [...shown, id])
                  }
                  onMove={(by) => show(moved(shown, id, by))}
                />
              ))}
            </ul>
            <AddPath
              shown={shown}
              rows={rows}
              openId={openId}
              onAdd={(path) => show(withPath(shown, path))}
            />
            <div className="flex items-center justify-between gap-2 border-t pt-3">
              <Checkbox label="Compact rows" checked={dense} onChange={setDense} />
              <Button
                size="sm"
                variant="ghost"
                disabledReason={isDefault ? 'The columns are as they come' : null}
                onClick={reset}
              >
                Reset columns
              </Button>
            </div>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
