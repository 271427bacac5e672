import type { Column } from '#components/data-table/table-model.ts';
import { Id } from '#components/ui/id.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { statusWord } from '#components/ui/status-words.ts';
import { SEVERITIES } from '#lib/dlp/schema.ts';
import type { ListedEvent } from '#lib/events/schema.ts';
import { AttributeChips } from './attribute-chips.tsx';
import { FilterableText } from './columns/value-menu.tsx';
import { RowTime } from './row-time.tsx';

export type EventRow = ListedEvent & { isFresh: boolean };

/** Text of a sender: any script, any length, its own direction. */
const said = (text: string | null) =>
  text === null ? (
    <span className="text-ink-3">–</span>
  ) : (
    <bdi
      title={text}
      className="block max-w-(--cell-room,14rem) truncate text-left max-sm:max-w-(--cell-room,9rem)"
    >
      {text}
    </bdi>
  );

/** The same, with "filter by this"; `shown` stands for a value that is an id. */
const filterable = (key: string, value: string | null, shown = value) =>
  value === null ? said(null) : <FilterableText filter={{ key, value }}>{said(shown)}</FilterableText>;

/** Nearly every event is processed: that is said quietly, and what is not stands out. */
const quietStatus = (status: EventRow['status']) =>
  status === 'processed' ? (
    <span className="text-ink-2">{statusWord('event', status).word}</span>
  ) : (
    <StatusBadge kind="event" value={status} />
  );

export const EVENT_COLUMNS: readonly Column<EventRow>[] = [
  {
    id: 'time',
    header: 'Time',
    width: 'w-24',
    cell: (event) => <RowTime at={event.timestamp} name={event.name} isFresh={event.isFresh} />,
    definition: 'When it happened, as its sender says; the time of receipt where the sender says nothing.',
  },
  {
    id: 'name',
    header: 'Name',
    cell: (event) => <span className="font-medium text-ink">{said(event.name)}</span>,
    sortValue: (event) => event.name,
  },
  {
    id: 'verdict',
    header: 'Verdict',
    cell: (event) => <StatusBadge kind="verdict" value={event.verdict} />,
    sortValue: (event) => event.verdict,
    definition: 'What the scan decided: pass it on, pass on the redacted form, or block it.',
  },
  {
    id: 'severity',
    header: 'Severity',
    cell: (event) => <StatusBadge kind="severity" value={event.severity} />,
    sortValue: (event) => (event.severity === null ? -1 : SEVERITIES.indexOf(event.severity)),
    definition: 'The highest of its findings.',
  },
  {
    id: 'status',
    header: 'Status',
    cell: (event) => quietStatus(event.status),
    sortValue: (event) => event.status,
  },
  {
    id: 'category',
    header: 'Category',
    cell: (event) => filterable('category', event.category),
    sortValue: (event) => event.category,
  },
  {
    id: 'client',
    header: 'Sender',
    cell: (event) =>
      event.source_id === null
        ? filterable('client', event.client_id, event.client_name ?? event.client_id)
        : filterable('source', event.source_id, event.source_name ?? event.source_id),
    sortValue: (event) => event.client_name ?? event.source_name,
    definition: 'The client that sent it, or the source that brought it.',
  },
  { id: 'session', header: 'Session', cell: (event) => filterable('session_id', event.session_id) },
  {
    id: 'attributes',
    header: 'Attributes',
    cell: (event) => <AttributeChips attributes={event.attributes} />,
    definition: 'Added by the rules of this installation, not by the sender.',
  },
  { id: 'id', header: 'Id', cell: (event) => <Id id={event.id} of="event id" /> },
];
