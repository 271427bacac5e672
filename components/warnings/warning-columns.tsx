import type { Column } from '#components/data-table/table-model.ts';
import { RowTime } from '#components/events/row-time.tsx';
import { Time } from '#components/ui/time.tsx';
import { cutMiddle } from '#lib/format/cut-middle.ts';
import { formatNumber } from '#lib/format/format-number.ts';
import type { Warning } from '#lib/warnings/schema.ts';

/** One row is one client, reason and minute. */
export const warningId = ({ minute, client_id, reason }: Warning): string =>
  `${minute}.${client_id}.${reason}`;

export const clientNameOf = ({ client_name, client_id }: Warning): string =>
  client_name ?? cutMiddle(client_id);

export function Sample({ text }: { text: string | null }) {
  if (text === null) return <span className="text-ink-3">–</span>;
  return <bdi className="font-mono text-xs [overflow-wrap:anywhere]">{text}</bdi>;
}

export const WARNING_COLUMNS: readonly Column<Warning>[] = [
  {
    id: 'minute',
    header: 'Minute',
    width: 'w-24',
    cell: (row) => <RowTime at={row.minute} name={`${row.description}, ${clientNameOf(row)}`} />,
    definition: 'What one client did wrong in one way within one minute is one row.',
  },
  { id: 'client', header: 'Client', cell: clientNameOf, sortValue: clientNameOf },
  {
    id: 'reason',
    header: 'What happened',
    cell: (row) => <span className="font-medium text-ink">{row.description}</span>,
    sortValue: (row) => row.description,
  },
  {
    id: 'count',
    header: 'Times',
    align: 'right',
    width: 'w-20',
    cell: (row) => <span className="figures">{formatNumber(row.count)}</span>,
    sortValue: (row) => row.count,
    definition: 'How often within the minute: refused calls, and refused events of an array one by one.',
  },
  {
    id: 'sample',
    header: 'Last case',
    cell: (row) => <Sample text={row.sample} />,
    definition: 'Path and rule of the last one. Nothing of the content is kept.',
  },
  { id: 'last', header: 'Last at', cell: (row) => <Time at={row.last_at} />, hidden: true },
];
