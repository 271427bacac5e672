'use client';

import { Maximize2 } from 'lucide-react';
import Link from 'next/link';
import { ReplayButton } from '#components/deliveries/replay-button.tsx';
import { Loaded } from '#components/record/loaded.tsx';
import { buttonClass } from '#components/ui/button-class.ts';
import { Drawer, type DrawerFrame } from '#components/ui/drawer.tsx';
import { Id } from '#components/ui/id.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';
import { CopyEvent } from './copy/copy-event.tsx';
import { EventBadges } from './event-badges.tsx';
import { EventDetail } from './event-detail.tsx';
import { isReplayable } from './event-progress.ts';
import { EventSkeleton } from './event-skeleton.tsx';
import type { ExactFilter } from './exact-filters.ts';
import { useEvent } from './use-event.ts';

export type EventDrawerProps = DrawerFrame & {
  /** Null: closed. */
  id: string | null;
  onFilter: (filter: ExactFilter) => void;
  onColumn: (path: string) => void;
  mayRedo: boolean;
};

function OpenEvent({ id, onFilter, onColumn, mayRedo, ...frame }: EventDrawerProps & { id: string }) {
  const query = useEvent(id);
  const event = query.data;
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
        <>
          {event ? (
            <ReplayButton eventId={event.id} isProcessed={isReplayable(event)} mayWrite={mayRedo} />
          ) : null}
          {event ? <CopyEvent event={event} /> : null}
          <Tooltip content="Open as a page">
            <Link
              href={`/events/${encodeURIComponent(id)}`}
              aria-label="Open as a page"
              className={buttonClass('ghost', { square: true })}
            >
              <Maximize2 size={16} aria-hidden />
            </Link>
          </Tooltip>
        </>
      }
    >
      <Loaded query={query} what="The event could not be loaded" skeleton={<EventSkeleton />}>
        {(loaded) => (
          <EventDetail key={id} event={loaded} heading="h3" onFilter={onFilter} onColumn={onColumn} />
        )}
      </Loaded>
    </Drawer>
  );
}

/** The row that is open in the list, beside it. */
export function EventDrawer({ id, ...rest }: EventDrawerProps) {
  return id === null ? null : <OpenEvent id={id} {...rest} />;
}
