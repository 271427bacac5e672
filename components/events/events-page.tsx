'use client';

import { ListTree } from 'lucide-react';
import { useRef } from 'react';
import { ReplayEvents } from '#components/bulk-operations/replay-events.tsx';
import { DataTable } from '#components/data-table/data-table.tsx';
import { useNeighbours } from '#components/data-table/use-neighbours.ts';
import { ExportEvents } from '#components/exports/export-events.tsx';
import { ExportProgress } from '#components/exports/export-progress.tsx';
import { PageHeader } from '#components/shell/page-header.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { AddFilter } from './add-filter.tsx';
import { ColumnChooser } from './columns/column-chooser.tsx';
import { useEventColumns, useTableColumns } from './columns/use-event-columns.tsx';
import { ValueMenuHost } from './columns/value-menu.tsx';
import { CopyLinkMenu } from './copy-link-menu.tsx';
import type { EventRow } from './event-columns.tsx';
import { EventDrawer } from './event-drawer.tsx';
import { FacetAside, FacetButton } from './event-facets.tsx';
import { ExplorerHead } from './explorer-head.tsx';
import { LiveSwitch } from './live-switch.tsx';
import { noMatch } from './no-match.tsx';
import { TimeControl } from './time-control.tsx';
import { useExplorer } from './use-explorer.ts';
import { useSenders } from './use-senders.ts';
import { ViewsBar } from './views/views-bar.tsx';

const rowId = (event: EventRow) => event.id;

const EMPTY = {
  icon: ListTree,
  sentence: 'No event has arrived yet. Whatever your applications send appears here within seconds.',
  action: (
    <ButtonLink href="/" variant="primary">
      Send the first event
    </ButtonLink>
  ),
};

export type EventsPageProps = {
  mayListClients: boolean;
  mayListSources: boolean;
  mayExport: boolean;
  mayShareViews: boolean;
  mayRedo: boolean;
};

export function EventsPage(props: EventsPageProps) {
  const { mayListClients, mayListSources, mayExport, mayShareViews, mayRedo } = props;
  const root = useRef<HTMLDivElement>(null);
  const columns = useEventColumns();
  const explorer = useExplorer(root, columns.query);
  const { list, counts, exact, time, mode } = explorer;
  const senders = useSenders({ clients: mayListClients, sources: mayListSources }, counts.stats);
  const neighbours = useNeighbours(list, rowId);
  return (
    <div className="@container flex flex-col gap-3">
      <PageHeader
        action={<LiveSwitch live={mode.isOn} heldBecause={mode.heldBecause} onChange={mode.setOn} />}
      />
      <ViewsBar mayShare={mayShareViews} apiQuery={{ ...explorer.query, ...columns.query }} />
      <ExportProgress mayExport={mayExport} />
      <div className="flex min-w-0 items-start gap-3">
        {explorer.isEmpty ? null : <FacetAside counts={counts} exact={exact} />}
        <div ref={root} className="min-w-0 flex-1">
          <DataTable
            id="events"
            what="events"
            noun="event"
            columns={useTableColumns(columns.shown, list.items)}
            arrangement={columns.arrangement}
            chooser={(density) => (
              <ColumnChooser {...density} columns={columns} rows={list.items} openId={list.state.open} />
            )}
            list={list}
            rowId={rowId}
            above={<ExplorerHead explorer={explorer} names={senders.names} />}
            toolbar={
              <>
                {explorer.isEmpty ? null : <FacetButton counts={counts} exact={exact} />}
                <AddFilter onAdd={exact.add} clients={senders.clients} sources={senders.sources} />
                <TimeControl time={time} />
                <CopyLinkMenu time={time} upperBoundMs={explorer.upperBoundMs} />
                <ReplayEvents query={explorer.query} mayWrite={mayRedo} />
                <ExportEvents query={explorer.query} shown={columns.shown} mayExport={mayExport} />
              </>
            }
            noMatch={noMatch(time, list.state.clearFilters)}
            empty={EMPTY}
          />
        </div>
      </div>
      <EventDrawer
        id={list.state.open}
        onClose={() => list.state.setOpen(null)}
        onFilter={exact.add}
        onColumn={columns.addPath}
        mayRedo={mayRedo}
        {...neighbours}
      />
      <ValueMenuHost onFilter={exact.add} />
    </div>
  );
}
