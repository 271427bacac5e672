'use client';

import { useRouter } from 'next/navigation';
import { ReplayButton } from '#components/deliveries/replay-button.tsx';
import { Loaded } from '#components/record/loaded.tsx';
import { PageHeader } from '#components/shell/page-header.tsx';
import { Id } from '#components/ui/id.tsx';
import { CopyEvent } from './copy/copy-event.tsx';
import { EventBadges } from './event-badges.tsx';
import { EventDetail } from './event-detail.tsx';
import { isReplayable } from './event-progress.ts';
import { EventSkeleton } from './event-skeleton.tsx';
import { useEvent } from './use-event.ts';

/** One event by its address: the same as in the drawer, with the room of a page. */
export function EventPage({ id, mayRedo }: { id: string; mayRedo: boolean }) {
  const router = useRouter();
  const query = useEvent(id);
  return (
    <div className="flex flex-col gap-4">
      <PageHeader title={query.data?.name ?? 'Event'} />
      <Loaded query={query} what="The event could not be loaded" skeleton={<EventSkeleton />}>
        {(event) => (
          <>
            <div className="flex flex-wrap items-center gap-2 text-ink-2">
              <EventBadges event={event} />
              <Id id={event.id} of="event id" full />
              <span className="ml-auto flex items-center gap-1">
                <ReplayButton eventId={event.id} isProcessed={isReplayable(event)} mayWrite={mayRedo} />
                <CopyEvent event={event} />
              </span>
            </div>
            <EventDetail
              event={event}
              heading="h2"
              onFilter={({ key, value }) => router.push(`/events?${new URLSearchParams({ [key]: value })}`)}
            />
          </>
        )}
      </Loaded>
    </div>
  );
}
