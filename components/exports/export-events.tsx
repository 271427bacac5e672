'use client';

import { Download } from 'lucide-react';
import { useMemo, useState } from 'react';
import { denial } from '#components/record/denial.ts';
import { Button } from '#components/ui/button.tsx';
import { useShortcut } from '#components/ui/shortcuts.ts';
import { ExportDialog } from './export-dialog.tsx';
import { exportColumnsOf } from './export-words.ts';

export type ExportEventsProps = {
  /** What the list is asked for, as the API takes it. */
  query: Readonly<Record<string, string>>;
  /** Ids of the columns that the table shows, in its order. */
  shown: readonly string[];
  mayExport: boolean;
};

/** Leads from the list, as it is filtered now, to a file. */
export function ExportEvents({ query, shown, mayExport }: ExportEventsProps) {
  // As it was when the dialog was opened: a relative time moves on.
  const [filter, setFilter] = useState<Readonly<Record<string, string>> | null>(null);
  const columns = useMemo(() => exportColumnsOf(shown), [shown]);
  const denied = denial(mayExport, 'events:export');
  const open = () => {
    // Which columns a list carries is no part of what it is narrowed to.
    const { columns: _shown, ...narrowing } = query;
    setFilter(narrowing);
  };
  useShortcut({ keys: 'Shift+E', label: 'Export', scope: 'List' }, open, denied === null);
  return (
    <>
      <Button size="sm" variant="ghost" icon={Download} disabledReason={denied} onClick={open}>
        Export
      </Button>
      {filter ? <ExportDialog filter={filter} columns={columns} onClose={() => setFilter(null)} /> : null}
    </>
  );
}
