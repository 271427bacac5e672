import { StatusBadge } from '#components/ui/status-badge.tsx';
import type { EventSummary } from '#lib/events/schema.ts';

/** The states of an event, side by side; what it has not got is not named. */
export function EventBadges({ event }: { event: EventSummary }) {
  return (
    <>
      <StatusBadge kind="event" value={event.status} />
      {event.verdict ? <StatusBadge kind="verdict" value={event.verdict} /> : null}
      {event.severity ? <StatusBadge kind="severity" value={event.severity} /> : null}
    </>
  );
}
