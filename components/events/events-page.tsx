'use client';

import { ListTree } from 'lucide-react';
import { useSearchParams } from 'next/navigation';
import { useMemo } from 'react';
import { DataTable } from '#components/data-table/data-table.tsx';
import { useList } from '#components/data-table/use-list.ts';
import { useNeighbours } from '#components/data-table/use-neighbours.ts';
import { ExportEvents } from '#components/exports/export-events.tsx';
import { ExportProgress } from '#components/exports/export-progress.tsx';
import { PageHeader } from '#components/shell/page-header.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import type { EventSummary } from '#lib/events/schema.ts';
import { AddFilter } from './add-filter.tsx';
import { EVENT_COLUMNS, type EventRow } from './event-columns.tsx';
import { EventDrawer } from './event-drawer.tsx';
import { eventFilters } from './event-filters.ts';
import { FilterChips } from './filter-chips.tsx';
import { LiveSwitch } from './live-switch.tsx';
import { narrowed } from './narrowed.ts';
import { useClientOptions } from './use-client-options.ts';
import { useExactFilters } from './use-exact-filters.ts';
import { useLive } from './use-live.ts';
import { useLiveList } from './use-live-list.ts';
import { useShownColumns } from './use-shown-columns.ts';
import { useTimeWindow } from './use-time-window.ts';
import { WindowChoice } from './window-choice.tsx';

const LIVE_MS = 1_000;

const rowId = (event: EventRow) => event.id;

export type EventsPageProps = { mayListClients: boolean; mayExport: boolean };

export function EventsPage({ mayListClients, mayExport }: EventsPageProps) {
  const clients = useClientOptions(mayListClients);
  const askedClient = useSearchParams().get('client');
  const specs = useMemo(() => eventFilters(clients, askedClient), [clients, askedClient]);
  const time = useTimeWindow();
  const exact = useExactFilters();
  const { live, setLive } = useLive();
  const fixed = useMemo(() => ({ ...exact.query, ...time.query }), [exact.query, time.query]);
  const loaded = useList<EventSummary>('/events', {
    filters: specs,
    fixed,
    refetchIntervalMs: live ? LIVE_MS : undefined,
  });
  const { filters, cursor } = loaded.state;
  const rowsKey = JSON.stringify([filters, exact.query, time.name, time.from, time.to, cursor]);
  const list = narrowed(useLiveList(loaded, rowsKey, live), exact.filters.length > 0 || time.isSet);
  const neighbours = useNeighbours(list, rowId);
  const heldBecause = cursor === null ? null : 'Only the first page follows the present';
  return (
    <div className="flex flex-col gap-3">
      <PageHeader action={<LiveSwitch live={live} heldBecause={heldBecause} onChange={setLive} />} />
      <ExportProgress mayExport={mayExport} />
      <DataTable
        id="events"
        what="events"
        noun="event"
        columns={EVENT_COLUMNS}
        list={list}
        rowId={rowId}
        above={<FilterChips exact={exact} time={time} />}
        toolbar={
          <>
            <AddFilter onAdd={exact.add} />
            <WindowChoice time={time} />
            <ExportEvents query={{ ...fixed, ...filters }} shown={useShownColumns()} mayExport={mayExport} />
          </>
        }
        empty={{
          icon: ListTree,
          sentence: 'No event has arrived yet. Whatever your applications send appears here within a second.',
          action: (
            <ButtonLink href="/" variant="primary">
              Send the first event
            </ButtonLink>
          ),
        }}
      />
      <EventDrawer
        id={list.state.open}
        onClose={() => list.state.setOpen(null)}
        onFilter={exact.add}
        {...neighbours}
      />
    </div>
  );
}
