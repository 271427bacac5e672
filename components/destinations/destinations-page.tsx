'use client';

import { Plus, Send } from 'lucide-react';
import { useMemo } from 'react';
import { DataTable } from '#components/data-table/data-table.tsx';
import type { Column } from '#components/data-table/table-model.ts';
import type { FilterSpec } from '#components/data-table/table-state.ts';
import { useList } from '#components/data-table/use-list.ts';
import { denial } from '#components/record/denial.ts';
import { EnabledSwitch } from '#components/record/enabled-switch.tsx';
import { ENABLED_FILTER, NAME_FILTER } from '#components/record/list-filters.ts';
import { NewLink } from '#components/record/new-link.tsx';
import { PageHeader } from '#components/shell/page-header.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { Countdown, Time } from '#components/ui/time.tsx';
import type { DestinationWithHealth } from '#lib/dispatch/schema.ts';
import { formatNumber } from '#lib/format/format-number.ts';
import { ActivityBars } from './activity-bars.tsx';
import { ANSWER_DEFINITION, AnswerTime, perSecond } from './answer-time.tsx';
import { deliveryStateOf } from './delivery-state-of.ts';
import { backlogText, KindBadge, losing, NoticesBadge, SuccessRate } from './destination-cells.tsx';
import { KIND_WORDS, RATE_DEFINITION } from './kinds.ts';

type Row = DestinationWithHealth;

const FILTERS: readonly FilterSpec[] = [
  NAME_FILTER,
  {
    key: 'kind',
    label: 'Kind',
    kind: 'select',
    options: Object.entries(KIND_WORDS).map(([value, { word }]) => ({ value, label: word })),
  },
  ENABLED_FILTER,
];

const figure = (
  id: string,
  header: string,
  rest: { value: (row: Row) => number; text?: (value: number) => string; definition: string },
): Column<Row> => ({
  id,
  header,
  cell: (row) => (rest.text ?? formatNumber)(rest.value(row)),
  sortValue: rest.value,
  align: 'right',
  definition: rest.definition,
});

/** Its state, and of one that is left alone when it is tried next. */
function State({ row }: { row: Row }) {
  const state = deliveryStateOf(row);
  const { next_probe_at: nextTryAt } = row.health.breaker;
  return (
    <span className="flex items-center gap-2">
      <StatusBadge kind="destination" value={state} />
      {state === 'open' && nextTryAt ? (
        <span className="text-ink-3 text-xs">
          tried <Countdown to={nextTryAt} over="now" />
        </span>
      ) : null}
    </span>
  );
}

const columnsFor = (denied: string | null): readonly Column<Row>[] => [
  { id: 'name', header: 'Name', cell: (row) => row.name, sortValue: (row) => row.name },
  {
    id: 'kind',
    header: 'Kind',
    cell: (row) => (
      <span className="flex items-center gap-2">
        <KindBadge kind={row.kind} />
        {row.notices ? <NoticesBadge /> : null}
      </span>
    ),
    sortValue: (row) => row.kind,
  },
  {
    id: 'enabled',
    header: 'Enabled',
    cell: (row) => (
      <EnabledSwitch
        base="/destinations"
        thing={row}
        enabled={row.enabled}
        denied={denied}
        loses={losing(row)}
      />
    ),
    sortValue: (row) => row.enabled,
  },
  {
    id: 'state',
    header: 'State',
    cell: (row) => <State row={row} />,
    sortValue: deliveryStateOf,
    definition:
      'Active: sent to as events come. Failing: left alone but for single tries, its deliveries wait. Paused: its deliveries wait until somebody resumes it. Disabled: nothing is kept for it.',
  },
  {
    id: 'success',
    header: 'Success, 24 h',
    cell: (row) => <SuccessRate health={row.health} />,
    sortValue: (row) => row.health.success_rate,
    align: 'right',
    definition: RATE_DEFINITION,
  },
  {
    id: 'hours',
    header: 'Last 24 h',
    cell: (row) => <ActivityBars hours={row.health.hours} className="h-5 w-28" />,
    definition: 'Attempts by the hour: those that delivered, and above them those that failed',
  },
  {
    ...figure('delivered', 'Delivered, 24 h', {
      value: (row) => row.health.delivered,
      definition: 'Deliveries taken by the destination in the last 24 hours',
    }),
    // The bars beside it show as much.
    hidden: true,
  },
  figure('failed', 'Died, 24 h', {
    value: (row) => row.health.failed,
    definition: 'Deliveries that ended on the dead shelf in the last 24 hours: their retry plan was used up',
  }),
  figure('backlog', 'Backlog', {
    value: (row) => row.health.backlog,
    text: backlogText,
    definition: 'Deliveries that wait for their next attempt, counted up to 10,000',
  }),
  figure('in_flight', 'In flight', {
    value: (row) => row.health.in_flight,
    definition: 'Calls going on at this moment',
  }),
  {
    id: 'oldest',
    header: 'Oldest waiting',
    cell: (row) => <Time at={row.health.oldest_waiting_at} never="–" />,
    sortValue: (row) => row.health.oldest_waiting_at,
    definition: 'Since when the oldest of those that wait has been waiting',
  },
  {
    id: 'answer',
    header: 'Answer p50 · p95',
    cell: (row) => <AnswerTime times={row.health.answer_ms} />,
    sortValue: (row) => row.health.answer_ms?.p95 ?? null,
    align: 'right',
    definition: `${ANSWER_DEFINITION} Of the last two hours.`,
  },
  figure('rate', 'Rate', {
    value: (row) => row.health.calls_per_second,
    text: perSecond,
    definition: 'Calls a second that ended in the last full minute',
  }),
  {
    id: 'last',
    header: 'Last delivered',
    cell: (row) => <Time at={row.health.last_delivered_at} never="not in 24 h" />,
    sortValue: (row) => row.health.last_delivered_at,
    hidden: true,
  },
];

export function DestinationsPage({ mayWrite }: { mayWrite: boolean }) {
  const denied = denial(mayWrite, 'destinations:write');
  const columns = useMemo(() => columnsFor(denied), [denied]);
  const list = useList<Row>('/destinations', { filters: FILTERS, refetchIntervalMs: 10_000 });
  const create = (
    <NewLink href="/destinations/new" icon={Plus} denied={denied}>
      New destination
    </NewLink>
  );
  return (
    <>
      <PageHeader action={create} />
      <DataTable
        id="destinations"
        what="destinations"
        noun="destination"
        columns={columns}
        list={list}
        rowId={(row) => row.id}
        rowHref={(row) => `/destinations/${row.id}`}
        empty={{
          icon: Send,
          sentence:
            'Events that passed the scan are sent on to destinations. There is none, so they stay here.',
          action: create,
        }}
      />
    </>
  );
}
