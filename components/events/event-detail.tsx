'use client';

import { useState } from 'react';
import { AttemptDialog } from '#components/deliveries/attempt-dialog.tsx';
import { useZone } from '#components/ui/clock.ts';
import { Trace } from '#components/ui/trace.tsx';
import { formatNumber } from '#lib/format/format-number.ts';
import { formatDuration } from '#lib/format/format-time.ts';
import type { DescribedEvent } from '#lib/pipeline/schema.ts';
import { EventContent } from './event-content.tsx';
import { EventDeliveries } from './event-deliveries.tsx';
import { EventFacts } from './event-facts.tsx';
import { EventFindings } from './event-findings.tsx';
import { isFinal } from './event-progress.ts';
import { EventSection, type SectionHeading } from './event-section.tsx';
import { EventVerdict } from './event-verdict.tsx';
import type { ExactFilter } from './exact-filters.ts';
import { type OpenAttempt, traceRows, traceSpanMs } from './trace-rows.tsx';

export type EventDetailProps = {
  event: DescribedEvent;
  heading: SectionHeading;
  onFilter: (filter: ExactFilter) => void;
  onColumn?: ((path: string) => void) | undefined;
};

const count = (items: readonly unknown[]): string | undefined =>
  items.length > 0 ? formatNumber(items.length) : undefined;

/** Everything known of one event, in the drawer and on its page: the verdict, its way, what was in it. */
export function EventDetail({ event, heading, onFilter, onColumn }: EventDetailProps) {
  const zone = useZone();
  const [shown, setShown] = useState<{ deliveryId: string; number: number } | null>(null);
  const openAttempt: OpenAttempt = (deliveryId, number) => setShown({ deliveryId, number });
  const { findings = [], trace = [], deliveries = [] } = event;
  const isOver = event.status !== 'accepted' && event.status !== 'processing' && deliveries.every(isFinal);
  const note =
    trace.length > 1 ? `${formatDuration(traceSpanMs(trace))} ${isOver ? 'in all' : 'so far'}` : undefined;
  return (
    <div className="@container">
      <div className="grid gap-6 @4xl:grid-cols-2">
        <div className="min-w-0 @4xl:col-span-2">
          <EventVerdict event={event} />
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          <EventSection as={heading} title="Trace" note={note}>
            <Trace
              label="Way of the event"
              rows={traceRows(trace, deliveries, {
                zone,
                onAttempt: openAttempt,
              })}
            />
          </EventSection>
          {findings.length > 0 || event.status === 'processed' ? (
            <EventSection as={heading} title="Findings" note={count(findings)}>
              <EventFindings findings={findings} />
            </EventSection>
          ) : null}
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          <EventSection as={heading} title="Content">
            <EventContent event={event} onFilter={onFilter} onColumn={onColumn} />
          </EventSection>
          <EventSection as={heading} title="Facts">
            <EventFacts event={event} onFilter={onFilter} />
          </EventSection>
          {event.status === 'processed' ? (
            <EventSection as={heading} title="Deliveries" note={count(deliveries)}>
              <EventDeliveries deliveries={deliveries} onAttempt={openAttempt} />
            </EventSection>
          ) : null}
        </div>
      </div>
      <AttemptDialog
        delivery={deliveries.find(({ id }) => id === shown?.deliveryId)}
        number={shown?.number}
        onShow={(number) => setShown((old) => old && { ...old, number })}
        onClose={() => setShown(null)}
      />
    </div>
  );
}
