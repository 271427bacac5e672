'use client';

import { Maximize2 } from 'lucide-react';
import Link from 'next/link';
import { buttonClass } from '#components/ui/button-class.ts';
import { Drawer } from '#components/ui/drawer.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Id } from '#components/ui/id.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';
import { EventBadges } from './event-badges.tsx';
import { EventDetail } from './event-detail.tsx';
import { EventSkeleton } from './event-skeleton.tsx';
import type { ExactFilter } from './exact-filters.ts';
import { useEvent } from './use-event.ts';

type Step = (() => void) | null | undefined;

export type EventDrawerProps = {
  /** Null: closed. */
  id: string | null;
  onClose: () => void;
  onFilter: (filter: ExactFilter) => void;
  onPrevious: Step;
  onNext: Step;
};

function OpenEvent({ id, onFilter, ...frame }: EventDrawerProps & { id: string }) {
  const { data: event, error, isFetching, refetch } = useEvent(id);
  return (
    <Drawer
      open
      {...frame}
      title={event ? <bdi>{event.name}</bdi> : 'Event'}
      subtitle={
        event ? (
          <>
            <EventBadges event={event} />
            <Id id={id} of="event id" />
          </>
        ) : null
      }
      actions={
        <Tooltip content="Open as a page">
          <Link
            href={`/events/${encodeURIComponent(id)}`}
            aria-label="Open as a page"
            className={buttonClass('ghost', { square: true })}
          >
            <Maximize2 size={16} aria-hidden />
          </Link>
        </Tooltip>
      }
    >
      {event ? (
        <EventDetail key={id} event={event} heading="h3" onFilter={onFilter} />
      ) : error ? (
        <ErrorState
          what="The event could not be loaded"
          error={error}
          onRetry={() => void refetch()}
          retrying={isFetching}
        />
      ) : (
        <EventSkeleton />
      )}
    </Drawer>
  );
}

/** The row that is open in the list, beside it. */
export function EventDrawer({ id, ...rest }: EventDrawerProps) {
  return id === null ? null : <OpenEvent id={id} {...rest} />;
}
