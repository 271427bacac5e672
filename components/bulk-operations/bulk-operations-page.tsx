'use client';

import { Repeat2 } from 'lucide-react';
import { useSearchParams } from 'next/navigation';
import { DataTable } from '#components/data-table/data-table.tsx';
import type { FilterSpec } from '#components/data-table/table-state.ts';
import { useList } from '#components/data-table/use-list.ts';
import { useNeighbours } from '#components/data-table/use-neighbours.ts';
import { PageHeader } from '#components/shell/page-header.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { statusWord } from '#components/ui/status-words.ts';
import { BULK_KINDS, BULK_STATES, type BulkOperation } from '#lib/bulk-operations/schema.ts';
import { BULK_COLUMNS } from './bulk-columns.tsx';
import { BulkDrawer } from './bulk-drawer.tsx';
import { KIND_WORDS } from './bulk-words.ts';

const POLL_MS = 2_000;

const FILTERS: readonly FilterSpec[] = [
  {
    key: 'kind',
    label: 'Kind',
    kind: 'select',
    options: BULK_KINDS.map((value) => ({ value, label: KIND_WORDS[value] })),
  },
  {
    key: 'state',
    label: 'State',
    kind: 'select',
    options: BULK_STATES.map((value) => ({ value, label: statusWord('bulk', value).word })),
  },
];

const NONE = {};
const STARTED = { started: 'true' };
const rowId = (one: BulkOperation) => one.id;

/** What is being done, and was done, to many deliveries or events at once. */
export function BulkOperationsPage({ mayWrite }: { mayWrite: boolean }) {
  // A plan that nobody started is listed to whoever asks for plans.
  const asksForState = useSearchParams().has('state');
  const list = useList<BulkOperation>('/bulk_operations', {
    filters: FILTERS,
    fixed: asksForState ? NONE : STARTED,
    refetchIntervalMs: POLL_MS,
  });
  const neighbours = useNeighbours(list, rowId);
  const { open, setOpen } = list.state;
  return (
    <>
      <PageHeader />
      <DataTable
        id="bulk-operations"
        what="bulk operations"
        noun="bulk operation"
        columns={BULK_COLUMNS}
        list={list}
        rowId={rowId}
        empty={{
          icon: Repeat2,
          sentence:
            'Nothing was done to many at once yet. Filter deliveries or events, then act on all that match.',
          action: <ButtonLink href="/deliveries">See the deliveries</ButtonLink>,
        }}
      />
      <BulkDrawer id={open} onClose={() => setOpen(null)} mayWrite={mayWrite} {...neighbours} />
    </>
  );
}
