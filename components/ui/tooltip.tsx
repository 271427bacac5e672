'use client';

import { Tooltip as Base } from '@base-ui/react/tooltip';
import type { ReactElement, ReactNode } from 'react';

type Side = 'top' | 'right' | 'bottom' | 'left';

const handle = Base.createHandle<{ content: ReactNode; side: Side }>();

/** One popup for all triggers of the console: a table of 100 rows costs 100 triggers, not 100 popups. */
export function TooltipHost() {
  return (
    <Base.Root
      handle={handle}
      onOpenChange={(open, details) => {
        // Escape closes the hint and still reaches what it was meant for: a drawer, a dialog.
        if (!open && details.reason === 'escape-key') details.allowPropagation();
      }}
    >
      {({ payload }) => (
        <Base.Portal>
          <Base.Positioner
            side={payload?.side ?? 'top'}
            sideOffset={6}
            collisionPadding={8}
            className="z-float"
          >
            <Base.Popup className="max-w-tip rounded-control bg-raised px-2 py-1 text-xs text-ink shadow-float transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0 data-instant:transition-none">
              {payload?.content}
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      )}
    </Base.Root>
  );
}

export type TooltipProps = {
  /** Nothing is shown when empty. */
  content: ReactNode;
  /** One element that takes a ref and can be hovered or focused. */
  children: ReactElement;
  side?: Side | undefined;
  delayMs?: number | undefined;
};

/** A hint on hover and focus. It repeats or refines what is visible; never the only place of a fact. */
export function Tooltip({ content, children, side = 'top', delayMs = 350 }: TooltipProps) {
  if (content === null || content === undefined || content === '') return children;
  return <Base.Trigger handle={handle} payload={{ content, side }} delay={delayMs} render={children} />;
}
