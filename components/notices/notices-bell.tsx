'use client';

import { Popover } from '@base-ui/react/popover';
import { clsx } from 'clsx';
import { Bell } from 'lucide-react';
import Link from 'next/link';
import { useId, useState } from 'react';
import { buttonClass } from '#components/ui/button-class.ts';
import { useStored } from '#components/ui/stored-state.ts';
import { NoticesList } from './notices-list.tsx';
import { newestOf, unreadOf } from './unread-notices.ts';
import { useNotices } from './use-notices.ts';

/** The newest one that was looked at in this browser. */
const SEEN_KEY = 'notices-seen';
const NONE: readonly never[] = [];

export type NoticesBellProps = { mayRead: boolean; maySeeDestinations: boolean };

/** What this installation tells about itself, with how much of it nobody has looked at in this browser. */
export function NoticesBell({ mayRead, maySeeDestinations }: NoticesBellProps) {
  const headingId = useId();
  const [seenId, setSeenId] = useStored(SEEN_KEY, '');
  /** Until when it was seen before it was opened: what came after that is marked as new while it is open. */
  const [openedAt, setOpenedAt] = useState<string | null>(null);
  const query = useNotices(mayRead);
  if (!mayRead) return null;
  const notices = query.data?.items ?? NONE;
  const unread = unreadOf(notices, seenId).length;
  const setOpen = (open: boolean) => {
    setOpenedAt(open ? seenId : null);
    setSeenId(newestOf(notices, seenId));
  };
  const close = () => setOpen(false);
  return (
    <Popover.Root open={openedAt !== null} onOpenChange={setOpen}>
      <Popover.Trigger
        aria-label={unread > 0 ? `Notices, ${unread} unread` : 'Notices'}
        className={clsx(buttonClass('ghost', { square: true }), 'relative')}
      >
        <Bell size={16} aria-hidden />
        {unread > 0 ? (
          <span
            aria-hidden
            className="figures absolute top-0 right-0 min-w-4 rounded-full bg-accent px-1 text-center font-medium text-accent-on text-xs leading-4"
          >
            {unread}
          </span>
        ) : null}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={4} align="end" collisionPadding={8} className="z-float">
          <Popover.Popup
            aria-labelledby={headingId}
            className="flex max-h-[min(var(--available-height),32rem)] w-96 max-w-[calc(100vw-1rem)] flex-col rounded-panel bg-raised shadow-float outline-none"
          >
            <div className="flex items-baseline justify-between gap-3 border-b px-4 py-2">
              <h2 id={headingId} className="font-semibold text-base">
                Notices
              </h2>
              <Link
                href="/events?category=notice"
                onClick={close}
                className="rounded-badge text-ink-2 text-xs hover:text-ink hover:underline"
              >
                All in the explorer
              </Link>
            </div>
            <NoticesList
              query={query}
              newIds={new Set(unreadOf(notices, openedAt ?? seenId).map(({ id }) => id))}
              maySeeDestinations={maySeeDestinations}
              onFollow={close}
            />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
