'use client';

import { ScanSearch } from 'lucide-react';
import { useMemo } from 'react';
import { DataTable } from '#components/data-table/data-table.tsx';
import type { FilterSpec } from '#components/data-table/table-state.ts';
import { useList } from '#components/data-table/use-list.ts';
import { useNeighbours } from '#components/data-table/use-neighbours.ts';
import { FilterChips } from '#components/events/filter-chips.tsx';
import { narrowed } from '#components/events/narrowed.ts';
import { TimeControl } from '#components/events/time-control.tsx';
import { useExactFilters } from '#components/events/use-exact-filters.ts';
import { useTimeWindow } from '#components/events/use-time-window.ts';
import { PageHeader } from '#components/shell/page-header.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { statusWord } from '#components/ui/status-words.ts';
import { SEVERITIES } from '#lib/dlp/schema.ts';
import { FINDING_STATES, type Finding } from '#lib/findings/schema.ts';
import { ACTION_OPTIONS } from './action-badge.tsx';
import { FINDING_COLUMNS } from './finding-columns.tsx';
import { FindingDrawer } from './finding-drawer.tsx';

const REFRESH_MS = 5_000;

const FILTERS: readonly FilterSpec[] = [
  { key: 'pattern', label: 'Pattern', kind: 'text' },
  {
    key: 'severity',
    label: 'Severity',
    kind: 'select',
    options: SEVERITIES.map((value) => ({ value, label: statusWord('severity', value).word })),
  },
  { key: 'action', label: 'Action', kind: 'select', options: ACTION_OPTIONS },
  // A choice of one is none.
  ...(FINDING_STATES.length > 1
    ? [
        {
          key: 'state',
          label: 'State',
          kind: 'select' as const,
          options: FINDING_STATES.map((value) => ({ value, label: statusWord('finding', value).word })),
        },
      ]
    : []),
];

const rowId = (finding: Finding) => finding.id;
const isEventKey = (key: string) => key === 'event';

export function FindingsPage() {
  const time = useTimeWindow();
  const exact = useExactFilters(isEventKey);
  const fixed = useMemo(() => ({ ...exact.query, ...time.query }), [exact.query, time.query]);
  const loaded = useList<Finding>('/findings', { filters: FILTERS, fixed, refetchIntervalMs: REFRESH_MS });
  const list = narrowed(loaded, exact.filters.length > 0 || time.isSet);
  const neighbours = useNeighbours(list, rowId);
  const { open, setOpen } = list.state;
  return (
    <div className="flex flex-col gap-3">
      <PageHeader />
      <DataTable
        id="findings"
        what="findings"
        noun="finding"
        columns={FINDING_COLUMNS}
        list={list}
        rowId={rowId}
        above={<FilterChips exact={exact} time={time} />}
        toolbar={<TimeControl time={time} />}
        empty={{
          icon: ScanSearch,
          sentence: 'Nothing has been found yet. What the patterns catch in events is listed here, masked.',
          action: <ButtonLink href="/patterns">See the patterns</ButtonLink>,
        }}
      />
      <FindingDrawer
        open={open !== null}
        finding={list.items.find((finding) => finding.id === open)}
        isLoading={list.isLoading}
        onClose={() => setOpen(null)}
        {...neighbours}
      />
    </div>
  );
}
