'use client';

import { Link2 } from 'lucide-react';
import { buttonClass } from '#components/ui/button-class.ts';
import { Menu } from '#components/ui/menu.tsx';
import { notifyDone, notifyFailed } from '#components/ui/toast.tsx';
import { addressOf, spanWords, type TimeRange } from './time-range.ts';
import type { TimeWindow } from './use-time-window.ts';

/** The address of what is shown, with its time told differently. */
function linkWith(range: TimeRange, keepPage: boolean): string {
  const link = new URL(window.location.href);
  const dropped = keepPage ? ['at'] : ['at', 'cursor'];
  for (const key of dropped) link.searchParams.delete(key);
  for (const [key, value] of Object.entries(addressOf(range))) {
    if (value === null) link.searchParams.delete(key);
    else link.searchParams.set(key, value);
  }
  return link.href;
}

async function copy(link: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(link);
    notifyDone('Link copied');
  } catch (error) {
    notifyFailed('The link could not be copied', error);
  }
}

export type CopyLinkMenuProps = {
  time: TimeWindow;
  /** The first moment that no row shown has reached. */
  upperBoundMs: () => number;
};

/** A link that moves on with the time, or one that always shows these events. */
export function CopyLinkMenu({ time, upperBoundMs }: CopyLinkMenuProps) {
  const { range, query } = time;
  const exactly = (): TimeRange => ({
    kind: 'exact',
    from: query.from ?? null,
    to: query.to ?? new Date(upperBoundMs()).toISOString(),
  });
  const moving =
    range.kind === 'last' ? `Copy link to the ${spanWords(range.span)}` : 'Copy link to any time';
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label="Copy link"
          className={buttonClass('ghost', { size: 'sm', square: true })}
        >
          <Link2 size={16} aria-hidden />
        </button>
      }
      groups={[
        {
          items: [
            {
              label: moving,
              onSelect: () => void copy(linkWith(range, false)),
              disabledReason: range.kind === 'exact' ? 'An exact window is shown' : null,
            },
            {
              label: 'Copy link to this exact window',
              onSelect: () => void copy(linkWith(exactly(), true)),
            },
          ],
        },
      ]}
    />
  );
}
