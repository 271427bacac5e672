'use client';

import { TriangleAlert } from 'lucide-react';
import { useSearchParams } from 'next/navigation';
import { useMemo } from 'react';
import { DataTable } from '#components/data-table/data-table.tsx';
import type { FilterSpec } from '#components/data-table/table-state.ts';
import { useList } from '#components/data-table/use-list.ts';
import { useNeighbours } from '#components/data-table/use-neighbours.ts';
import { FilterChips } from '#components/events/filter-chips.tsx';
import { narrowed } from '#components/events/narrowed.ts';
import { TimeControl } from '#components/events/time-control.tsx';
import { useExactFilters } from '#components/events/use-exact-filters.ts';
import { useSenders } from '#components/events/use-senders.ts';
import { useTimeWindow } from '#components/events/use-time-window.ts';
import { PageHeader } from '#components/shell/page-header.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { cutMiddle } from '#lib/format/cut-middle.ts';
import { WARNING_REASONS, type Warning } from '#lib/warnings/schema.ts';
import { WarningBars } from './warning-bars.tsx';
import { WARNING_COLUMNS, warningId } from './warning-columns.tsx';
import { WarningDrawer } from './warning-drawer.tsx';

const REFRESH_MS = 5_000;
const REASONS = Object.entries(WARNING_REASONS).map(([value, label]) => ({ value, label }));
const noKey = () => false;

/** A client of the address stays a choice while, or because, its name is not known. */
function useFilters(mayListClients: boolean): readonly FilterSpec[] {
  const { clients: known } = useSenders({ clients: mayListClients, sources: false }, null);
  const asked = useSearchParams().get('client');
  return useMemo(() => {
    const isKnown = asked === null || known.some(({ value }) => value === asked);
    const clients = isKnown ? known : [...known, { value: asked, label: cutMiddle(asked) }];
    return [
      ...(clients.length > 0
        ? [{ key: 'client', label: 'Client', kind: 'select' as const, options: clients }]
        : []),
      { key: 'reason', label: 'Reason', kind: 'select', options: REASONS },
    ];
  }, [known, asked]);
}

export function WarningsPage({ mayListClients }: { mayListClients: boolean }) {
  const filters = useFilters(mayListClients);
  const time = useTimeWindow();
  const exact = useExactFilters(noKey);
  const loaded = useList<Warning>('/warnings', {
    filters,
    fixed: time.query,
    refetchIntervalMs: REFRESH_MS,
  });
  const list = narrowed(loaded, time.isSet);
  const neighbours = useNeighbours(list, warningId);
  const { open, setOpen } = list.state;
  return (
    <div className="flex flex-col gap-3">
      <PageHeader />
      <WarningBars query={{ ...time.query, ...list.state.filters }} refetchIntervalMs={REFRESH_MS} />
      <DataTable
        id="warnings"
        what="warnings"
        noun="warning"
        columns={WARNING_COLUMNS}
        list={list}
        rowId={warningId}
        above={<FilterChips exact={exact} time={time} />}
        toolbar={<TimeControl time={time} />}
        empty={{
          icon: TriangleAlert,
          sentence:
            'A warning is kept when something was refused or changed although the token was good: a broken rule, a body too large, too many calls. Its client can read it too. There is none from the last 30 days.',
          action: <ButtonLink href="/clients">See the clients</ButtonLink>,
        }}
      />
      <WarningDrawer
        open={open !== null}
        warning={list.items.find((warning) => warningId(warning) === open)}
        isLoading={list.isLoading}
        mayOpenClient={mayListClients}
        onClose={() => setOpen(null)}
        {...neighbours}
      />
    </div>
  );
}
