import { useSelection } from '#components/data-table/selection.ts';
import type { Column } from '#components/data-table/table-model.ts';
import { RowTime } from '#components/events/row-time.tsx';
import { Id } from '#components/ui/id.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { Countdown, Time } from '#components/ui/time.tsx';
import { Checkbox } from '#components/ui/toggles.tsx';
import type { ListedDelivery } from '#lib/dispatch/deliveries/schema.ts';
import { formatDuration } from '#lib/format/format-time.ts';
import { CAUSE_WORDS, isRetryingDelivery, lastText } from './delivery-words.ts';

function Pick({ delivery }: { delivery: ListedDelivery }) {
  const { ids, toggle, denied } = useSelection();
  return (
    <Checkbox
      label={`Select the delivery to ${delivery.destination}`}
      labelHidden
      checked={ids.has(delivery.id)}
      onChange={() => toggle(delivery.id)}
      disabledReason={denied}
    />
  );
}

function Last({ delivery }: { delivery: ListedDelivery }) {
  const { last_attempt: last, status, next_attempt_at: nextAt } = delivery;
  return (
    <span className="flex items-baseline gap-2">
      {last ? lastText(last) : <span className="text-ink-3">None yet</span>}
      {status === 'pending' && nextAt ? (
        <span className="text-ink-3 text-xs">
          next <Countdown to={nextAt} />
        </span>
      ) : null}
    </span>
  );
}

export const DELIVERY_COLUMNS: readonly Column<ListedDelivery>[] = [
  {
    id: 'time',
    header: 'Made',
    width: 'w-24',
    cell: (row) => (
      <RowTime at={row.created_at} name={`${row.event?.name ?? 'Event'} to ${row.destination}`} />
    ),
    definition: 'When the delivery was made: with the event, or by a resend or replay.',
  },
  { id: 'select', header: 'Select', width: 'w-14', cell: (row) => <Pick delivery={row} /> },
  {
    id: 'destination',
    header: 'Destination',
    cell: (row) => <span className="font-medium text-ink">{row.destination}</span>,
    sortValue: (row) => row.destination,
  },
  {
    id: 'event',
    header: 'Event',
    cell: (row) =>
      row.event ? <bdi>{row.event.name}</bdi> : <span className="text-ink-3">No longer kept</span>,
    sortValue: (row) => row.event?.name,
  },
  {
    id: 'status',
    header: 'Status',
    cell: (row) => <StatusBadge kind="delivery" value={isRetryingDelivery(row) ? 'retrying' : row.status} />,
    sortValue: (row) => row.status,
  },
  { id: 'last', header: 'Last attempt', cell: (row) => <Last delivery={row} /> },
  {
    id: 'attempts',
    header: 'Attempts',
    align: 'right',
    cell: (row) => row.attempt_count,
    sortValue: (row) => row.attempt_count,
  },
  {
    id: 'duration',
    header: 'Took',
    align: 'right',
    cell: (row) => (row.last_attempt ? formatDuration(row.last_attempt.duration_ms) : '–'),
    sortValue: (row) => row.last_attempt?.duration_ms,
    definition: 'The last attempt, from its first byte to the end of the answer.',
  },
  {
    id: 'reason',
    header: 'Reason',
    cell: (row) => row.reason ?? <span className="text-ink-3">–</span>,
    sortValue: (row) => row.reason,
  },
  {
    id: 'cause',
    header: 'Cause',
    cell: (row) => CAUSE_WORDS[row.cause],
    sortValue: (row) => row.cause,
    definition: 'Whether the event itself, a resend or a replay gave rise to it.',
  },
  { id: 'category', header: 'Category', hidden: true, cell: (row) => row.event?.category ?? '–' },
  { id: 'client', header: 'Client', hidden: true, cell: (row) => row.event?.client_name ?? '–' },
  { id: 'finished', header: 'Ended', hidden: true, cell: (row) => <Time at={row.finished_at} /> },
  { id: 'id', header: 'Delivery', hidden: true, cell: (row) => <Id id={row.id} of="delivery id" /> },
];
