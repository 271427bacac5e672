'use client';

import { Dialog as Base } from '@base-ui/react/dialog';
import { clsx } from 'clsx';
import { X } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { IconButton } from './button.tsx';

export type DialogProps = {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  description?: ReactNode;
  children?: ReactNode;
  /** The buttons, the one that does it last. */
  actions?: ReactNode;
  wide?: boolean | undefined;
  /** Only its own buttons close it: for what is shown once. */
  insistent?: boolean | undefined;
};

export function Dialog(props: DialogProps) {
  const popup = useRef<HTMLDivElement>(null);
  const { open, onClose, title, description, children, actions, wide = false, insistent = false } = props;
  return (
    <Base.Root
      open={open}
      disablePointerDismissal={insistent}
      onOpenChange={(next, details) => {
        if (next) return;
        if (insistent && details.reason === 'escape-key') details.cancel();
        else onClose();
      }}
    >
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-dialog bg-scrim transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup
          ref={popup}
          // What is to be filled in, else the first (and mildest) of the buttons; never the cross in the corner.
          initialFocus={() =>
            popup.current?.querySelector<HTMLElement>(
              'input:not([type="hidden"]), textarea, [role="combobox"]',
            ) ??
            popup.current?.querySelector<HTMLElement>('footer button, footer a') ??
            true
          }
          className={clsx(
            'fixed top-[12dvh] left-1/2 z-dialog flex max-h-[80dvh] w-[calc(100vw-2rem)] -translate-x-1/2 flex-col rounded-panel bg-raised shadow-float outline-none transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0',
            wide ? 'max-w-form' : 'max-w-dialog',
          )}
        >
          <header className="flex items-start justify-between gap-4 px-6 pt-6">
            <div className="min-w-0">
              <Base.Title className="font-semibold text-lg">{title}</Base.Title>
              {description ? (
                <Base.Description className="mt-1 text-ink-2">{description}</Base.Description>
              ) : null}
            </div>
            {insistent ? null : (
              <Base.Close render={<IconButton icon={X} label="Close" size="sm" className="-mt-1 -mr-2" />} />
            )}
          </header>
          {children ? <div className="min-h-0 overflow-y-auto px-6 pt-4 pb-1">{children}</div> : null}
          {actions ? (
            <footer className="flex flex-wrap justify-end gap-2 p-6">{actions}</footer>
          ) : (
            <div className="pb-6" />
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
