'use client';

import { FileDown } from 'lucide-react';
import { DataTable } from '#components/data-table/data-table.tsx';
import type { FilterSpec } from '#components/data-table/table-state.ts';
import { useList } from '#components/data-table/use-list.ts';
import { PageHeader } from '#components/shell/page-header.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { statusWord } from '#components/ui/status-words.ts';
import { type EventExport, EXPORT_KEPT_HOURS, EXPORT_STATES } from '#lib/events/exports/schema.ts';
import { EXPORT_LIST_COLUMNS } from './export-columns.tsx';
import { isUnderWay } from './export-words.ts';
import { useExports } from './use-exports.ts';

const POLL_MS = 1_000;

const FILTERS: readonly FilterSpec[] = [
  {
    key: 'state',
    label: 'State',
    kind: 'select',
    options: EXPORT_STATES.map((value) => ({ value, label: statusWord('export', value).word })),
  },
];

const rowId = (one: EventExport) => one.id;
const rowHref = ({ filter }: EventExport) => `/events?${new URLSearchParams(filter)}`;

/** One's own exports; a row leads to the events it was made of. */
export function ExportsPage() {
  const isBusy = useExports(true).some(isUnderWay);
  const list = useList<EventExport>('/exports', {
    filters: FILTERS,
    refetchIntervalMs: isBusy ? POLL_MS : undefined,
  });
  return (
    <>
      <PageHeader description={`Your exports. A file is kept for ${EXPORT_KEPT_HOURS} hours.`} />
      <DataTable
        id="exports"
        what="exports"
        noun="export"
        columns={EXPORT_LIST_COLUMNS}
        list={list}
        rowId={rowId}
        rowHref={rowHref}
        empty={{
          icon: FileDown,
          sentence: 'You have exported nothing yet. Filter the events, then choose Export above the list.',
          action: (
            <ButtonLink href="/events" variant="primary">
              See the events
            </ButtonLink>
          ),
        }}
      />
    </>
  );
}
