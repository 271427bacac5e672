'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { EventContent } from '#components/events/event-content.tsx';
import { EventSection, type SectionHeading } from '#components/events/event-section.tsx';
import { Loaded } from '#components/record/loaded.tsx';
import { useRecord } from '#components/record/use-record.ts';
import { Id } from '#components/ui/id.tsx';
import { Fact, Facts } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { Countdown, Time } from '#components/ui/time.tsx';
import { Trace } from '#components/ui/trace.tsx';
import type { DeliveryDetail as Detail } from '#lib/dispatch/deliveries/schema.ts';
import { formatDuration } from '#lib/format/format-time.ts';
import type { DescribedEvent } from '#lib/pipeline/schema.ts';
import { AttemptList } from './attempt-list.tsx';
import { CAUSE_WORDS, isRetryingDelivery } from './delivery-words.ts';
import { attemptTone, outcomeText } from './outcome-words.ts';
import { RedoActions } from './redo-actions.tsx';

/** The event as it came in, masked for everybody here. */
function AsReceived({ eventId }: { eventId: string }) {
  const router = useRouter();
  const query = useRecord<DescribedEvent>('/events', `/${eventId}?masked=true&include=findings`);
  return (
    <Loaded
      query={query}
      what="The event could not be loaded"
      skeleton={<Skeleton className="h-32 w-full" />}
    >
      {(event) => (
        <EventContent
          event={event}
          onFilter={({ key, value }) => router.push(`/events?${new URLSearchParams({ [key]: value })}`)}
        />
      )}
    </Loaded>
  );
}

function Standing({ delivery }: { delivery: Detail }) {
  const { status, next_attempt_at: nextAt, attempt_count: count, reason } = delivery;
  if (status === 'pending' && nextAt) {
    return (
      <>
        {count > 0 ? 'Next attempt ' : 'First attempt '}
        <Countdown to={nextAt} />
        {reason ? `. The last one failed: ${reason}` : ''}
      </>
    );
  }
  return reason;
}

function Timing({ delivery }: { delivery: Detail }) {
  const rows = delivery.attempts.map((attempt, i) => ({
    id: String(attempt.number),
    label: `Attempt ${attempt.number}`,
    bars: [
      {
        at: attempt.at,
        durationMs: attempt.duration_ms,
        tone: attemptTone(attempt),
        label: `Attempt ${attempt.number}: ${outcomeText(attempt)} in ${formatDuration(attempt.duration_ms)}`,
      },
    ],
    nextAt:
      delivery.status === 'pending' && i === delivery.attempts.length - 1 ? delivery.next_attempt_at : null,
  }));
  return rows.length === 0 ? null : <Trace label="Attempts on one time axis" rows={rows} />;
}

function Related({ delivery }: { delivery: Detail }) {
  if (delivery.related.length === 0) return null;
  return (
    <Fact name="Sent before or again">
      <ul className="flex flex-col gap-1">
        {delivery.related.map((one) => (
          <li key={one.id} className="flex flex-wrap items-center gap-2">
            <Link href={`/deliveries/${one.id}`} className="rounded-badge hover:underline">
              {one.id === delivery.origin_id ? 'The first one' : CAUSE_WORDS[one.cause]}
            </Link>
            <StatusBadge kind="delivery" value={one.status} />
            <Time at={one.created_at} />
          </li>
        ))}
      </ul>
    </Fact>
  );
}

function DeliveryFacts({ delivery }: { delivery: Detail }) {
  const { event } = delivery;
  return (
    <Facts>
      <Fact name="Destination">
        <Link href={`/destinations/${delivery.destination_id}`} className="rounded-badge hover:underline">
          {delivery.destination}
        </Link>
        <span className="text-ink-3">{delivery.kind}</span>
      </Fact>
      <Fact name="Event">
        {event ? (
          <Link href={`/events/${delivery.event_id}`} className="rounded-badge hover:underline">
            <bdi>{event.name}</bdi>
          </Link>
        ) : (
          'No longer kept'
        )}
        {event?.client_name ? <span className="text-ink-3">from {event.client_name}</span> : null}
      </Fact>
      {event ? <Fact name="Category">{event.category}</Fact> : null}
      {event?.verdict ? (
        <Fact name="Verdict">
          <StatusBadge kind="verdict" value={event.verdict} />
        </Fact>
      ) : null}
      <Fact name="Cause">
        {CAUSE_WORDS[delivery.cause]}
        {delivery.operation_id ? (
          <Link
            href={`/bulk_operations?open=${delivery.operation_id}`}
            className="rounded-badge text-accent-text hover:underline"
          >
            bulk operation
          </Link>
        ) : null}
      </Fact>
      <Related delivery={delivery} />
      <Fact name="Made">
        <Time at={delivery.created_at} exact />
      </Fact>
      {delivery.finished_at ? (
        <Fact name="Ended">
          <Time at={delivery.finished_at} exact />
        </Fact>
      ) : null}
      <Fact name="Event id">
        <Id id={delivery.event_id} of="event id" full />
      </Fact>
      <Fact name="Delivery id">
        <Id id={delivery.id} of="delivery id" full />
      </Fact>
    </Facts>
  );
}

export type DeliveryDetailProps = {
  delivery: Detail;
  heading: SectionHeading;
  mayWrite: boolean;
  /** The content needs events:read of its own. */
  mayReadEvents: boolean;
};

/** Everything known of one delivery, in the drawer and on its page. */
export function DeliveryDetail({ delivery, heading, mayWrite, mayReadEvents }: DeliveryDetailProps) {
  return (
    <div className="@container">
      <div className="grid gap-6 @4xl:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-3 @4xl:col-span-2">
          <p className="flex flex-wrap items-center gap-2 text-ink-2">
            <StatusBadge
              kind="delivery"
              value={isRetryingDelivery(delivery) ? 'retrying' : delivery.status}
            />
            <span className="min-w-0 [overflow-wrap:anywhere]">
              <Standing delivery={delivery} />
            </span>
          </p>
          <RedoActions delivery={delivery} mayWrite={mayWrite} />
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          <EventSection as={heading} title="Attempts">
            <Timing delivery={delivery} />
            <AttemptList attempts={delivery.attempts} />
          </EventSection>
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          <EventSection as={heading} title="Facts">
            <DeliveryFacts delivery={delivery} />
          </EventSection>
          {delivery.event && mayReadEvents ? (
            <EventSection as={heading} title="As received" note="masked">
              <AsReceived eventId={delivery.event_id} />
            </EventSection>
          ) : null}
        </div>
      </div>
    </div>
  );
}
