'use client';

import { PackageX, SendHorizontal } from 'lucide-react';
import { useMemo, useState } from 'react';
import { BulkDialog, type BulkRequest } from '#components/bulk-operations/bulk-dialog.tsx';
import { DataTable } from '#components/data-table/data-table.tsx';
import { SelectionContext } from '#components/data-table/selection.ts';
import type { FilterSpec } from '#components/data-table/table-state.ts';
import { useList } from '#components/data-table/use-list.ts';
import { useNeighbours } from '#components/data-table/use-neighbours.ts';
import { FilterChips } from '#components/events/filter-chips.tsx';
import { narrowed } from '#components/events/narrowed.ts';
import { TimeControl } from '#components/events/time-control.tsx';
import { useExactFilters } from '#components/events/use-exact-filters.ts';
import { useTimeWindow } from '#components/events/use-time-window.ts';
import { denial } from '#components/record/denial.ts';
import { useRecord } from '#components/record/use-record.ts';
import { PageHeader } from '#components/shell/page-header.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { useShortcut } from '#components/ui/shortcuts.ts';
import { DELIVERY_CAUSES, type ListedDelivery } from '#lib/dispatch/deliveries/schema.ts';
import { ATTEMPT_OUTCOMES, type Destination } from '#lib/dispatch/schema.ts';
import { DELIVERY_COLUMNS } from './delivery-columns.tsx';
import { DeliveryDrawer } from './delivery-drawer.tsx';
import { CAUSE_WORDS } from './delivery-words.ts';
import { SelectionBar } from './selection-bar.tsx';
import { StatusFacets } from './status-facets.tsx';

const REFRESH_MS = 5_000;
const OUTCOMES = {
  delivered: 'Delivered',
  refused: 'Refused',
  unreachable: 'Not reached',
  timed_out: 'Timed out',
  lost: 'Lost',
};

/** In the address like the others, shown as chips when they are set. */
const CHIPS = new Set(['event', 'operation', 'reason', 'category', 'client', 'status_code']);
const isChip = (key: string) => CHIPS.has(key);
const rowId = (delivery: ListedDelivery) => delivery.id;

function useFilters(mayListDestinations: boolean): readonly FilterSpec[] {
  const { data } = useRecord<{ items: Destination[] }>(
    '/destinations',
    mayListDestinations ? '?limit=100' : null,
  );
  return useMemo(
    () => [
      { key: 'q', label: 'Delivery or event id', kind: 'text', placeholder: 'Id of a delivery or event' },
      // Owned by the facets above the rows.
      { key: 'status', label: 'Status', kind: 'hidden' },
      ...(data
        ? [
            {
              key: 'destination',
              label: 'Destination',
              kind: 'select' as const,
              options: data.items.map(({ id, name }) => ({ value: id, label: name })),
            },
          ]
        : [{ key: 'destination', label: 'Destination', kind: 'hidden' as const }]),
      {
        key: 'outcome',
        label: 'Last attempt',
        kind: 'select',
        options: ATTEMPT_OUTCOMES.map((value) => ({ value, label: OUTCOMES[value] })),
      },
      {
        key: 'cause',
        label: 'Cause',
        kind: 'select',
        options: DELIVERY_CAUSES.map((value) => ({ value, label: CAUSE_WORDS[value] })),
      },
    ],
    [data],
  );
}

export type DeliveriesPageProps = {
  mayWrite: boolean;
  mayReadEvents: boolean;
  mayListDestinations: boolean;
};

export function DeliveriesPage({ mayWrite, mayReadEvents, mayListDestinations }: DeliveriesPageProps) {
  const time = useTimeWindow();
  const exact = useExactFilters(isChip);
  const filters = useFilters(mayListDestinations);
  const fixed = useMemo(() => ({ ...exact.query, ...time.query }), [exact.query, time.query]);
  const loaded = useList<ListedDelivery>('/deliveries', { filters, fixed, refetchIntervalMs: REFRESH_MS });
  const list = narrowed(loaded, exact.filters.length > 0 || time.isSet);
  const neighbours = useNeighbours(list, rowId);
  const query = useMemo(() => ({ ...fixed, ...loaded.state.filters }), [fixed, loaded.state.filters]);
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [asked, setAsked] = useState<BulkRequest | null>(null);
  const { open, setOpen } = list.state;

  const toggle = (id: string) => {
    const next = new Set(picked);
    if (!next.delete(id)) next.add(id);
    setPicked(next);
  };
  const denied = denial(mayWrite, 'deliveries:write');
  const selection = { ids: picked, toggle, set: (ids: readonly string[]) => setPicked(new Set(ids)), denied };
  useShortcut(
    { keys: 'x', label: 'Select row', scope: 'List' },
    () => {
      const row = document.activeElement?.closest<HTMLElement>('[data-row-id]')?.dataset.rowId ?? open;
      if (row) toggle(row);
    },
    denied === null,
  );

  return (
    <SelectionContext value={selection}>
      <div className="flex flex-col gap-3">
        <PageHeader
          action={
            <ButtonLink href="/deliveries/dead" icon={PackageX}>
              Dead deliveries
            </ButtonLink>
          }
        />
        <DataTable
          id="deliveries"
          what="deliveries"
          noun="delivery"
          columns={DELIVERY_COLUMNS}
          list={list}
          rowId={rowId}
          toolbar={<TimeControl time={time} />}
          above={
            <>
              <StatusFacets query={query} state={loaded.state} refetchIntervalMs={REFRESH_MS} />
              <FilterChips exact={exact} time={time} />
              <SelectionBar rows={list.items} query={query} denied={denied} onAsk={setAsked} />
            </>
          }
          empty={{
            icon: SendHorizontal,
            sentence:
              'Nothing has been delivered yet. Each event gives rise to a delivery for every destination that takes it.',
            action: <ButtonLink href="/destinations">See the destinations</ButtonLink>,
          }}
        />
        <DeliveryDrawer
          id={open}
          onClose={() => setOpen(null)}
          mayWrite={mayWrite}
          mayReadEvents={mayReadEvents}
          {...neighbours}
        />
        {asked ? (
          <BulkDialog
            request={asked}
            onClose={() => setAsked(null)}
            onStarted={() => {
              setPicked(new Set());
              setAsked(null);
            }}
          />
        ) : null}
      </div>
    </SelectionContext>
  );
}
