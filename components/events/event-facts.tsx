'use client';

import { ListFilter } from 'lucide-react';
import Link from 'next/link';
import { IconButton } from '#components/ui/button.tsx';
import { Id } from '#components/ui/id.tsx';
import { Fact, Facts } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time.tsx';
import type { DescribedEvent } from '#lib/pipeline/schema.ts';
import type { ExactFilter } from './exact-filters.ts';

type OnFilter = (filter: ExactFilter) => void;

/** A value of the sender with "filter by this". */
function Filterable({ filter, onFilter }: { filter: ExactFilter; onFilter: OnFilter }) {
  return (
    <>
      <bdi className="min-w-0 [overflow-wrap:anywhere]">{filter.value}</bdi>
      <IconButton
        size="sm"
        className="-my-1 size-6"
        icon={ListFilter}
        label={`Filter by this ${filter.key.replace('_id', '')}`}
        onClick={() => onFilter(filter)}
      />
    </>
  );
}

const NONE = <span className="text-ink-3">none</span>;

function Sender({ event }: { event: DescribedEvent }) {
  const [kind, id, name] =
    event.source_id === null
      ? (['Client', event.client_id, event.client_name] as const)
      : (['Source', event.source_id, event.source_name] as const);
  return (
    <Fact name={kind}>
      {id === null ? (
        NONE
      ) : (
        <Link
          href={`/${kind.toLowerCase()}s/${id}`}
          className="min-w-0 rounded-badge [overflow-wrap:anywhere] hover:underline"
        >
          {name ?? id}
        </Link>
      )}
    </Fact>
  );
}

export type EventFactsProps = { event: DescribedEvent; onFilter: OnFilter };

export function EventFacts({ event, onFilter }: EventFactsProps) {
  const attributes = Object.entries(event.attributes);
  return (
    <Facts>
      <Fact name="Happened">
        <Time at={event.timestamp} exact />
      </Fact>
      <Fact name="Received">
        <Time at={event.received_at} exact />
      </Fact>
      <Fact name="Id">
        <Id id={event.id} of="event id" full />
      </Fact>
      {event.external_id === null ? null : (
        <Fact name="Sender’s id">
          <Id id={event.external_id} of="sender’s id" full />
        </Fact>
      )}
      <Sender event={event} />
      <Fact name="Category">
        <Filterable filter={{ key: 'category', value: event.category }} onFilter={onFilter} />
      </Fact>
      <Fact name="Session">
        {event.session_id === null ? (
          NONE
        ) : (
          <Filterable filter={{ key: 'session_id', value: event.session_id }} onFilter={onFilter} />
        )}
      </Fact>
      {attributes.map(([name, value]) => (
        <Fact key={name} name={name}>
          <bdi className="min-w-0 [overflow-wrap:anywhere]">
            {typeof value === 'string' ? value : JSON.stringify(value)}
          </bdi>
          <span className="text-ink-3 text-xs">added by enrichment</span>
        </Fact>
      ))}
    </Facts>
  );
}
