'use client';

import { Repeat2 } from 'lucide-react';
import { useState } from 'react';
import { denial } from '#components/record/denial.ts';
import { Button } from '#components/ui/button.tsx';
import { BulkDialog } from './bulk-dialog.tsx';

export type ReplayEventsProps = {
  /** What the list is asked for, as the API takes it. */
  query: Readonly<Record<string, string>>;
  mayWrite: boolean;
};

/** Leads from the list, as it is filtered now, to a replay of all that match. */
export function ReplayEvents({ query, mayWrite }: ReplayEventsProps) {
  // As it was when the dialog was opened: a relative time moves on.
  const [filter, setFilter] = useState<Record<string, string> | null>(null);
  const open = () => {
    const { columns: _shown, ...narrowing } = query;
    setFilter(narrowing);
  };
  return (
    <>
      <Button
        size="sm"
        variant="ghost"
        icon={Repeat2}
        disabledReason={denial(mayWrite, 'deliveries:write')}
        onClick={open}
      >
        Replay
      </Button>
      {filter ? (
        <BulkDialog
          request={{ kind: 'replay', filter }}
          onClose={() => setFilter(null)}
          onStarted={() => setFilter(null)}
        />
      ) : null}
    </>
  );
}
