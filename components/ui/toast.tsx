'use client';

import { Toaster as Base, toast } from 'sonner';
import { isApiProblem } from './api.ts';

/** Where toasts appear; once, in the root layout. */
export function ToastHost() {
  return (
    <Base
      position="bottom-right"
      gap={8}
      visibleToasts={4}
      closeButton
      // Stacked, one would hide the other's reason.
      expand
      style={{ fontFamily: 'var(--font-sans)' }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'group flex w-full items-start gap-2 rounded-panel bg-raised px-4 py-3 text-ink text-sm shadow-float',
          content: 'min-w-0 flex-1',
          title: 'font-medium',
          description: 'text-ink-2 break-words',
          icon: 'mt-0.5 shrink-0 text-ink-3',
          actionButton: 'shrink-0 rounded-control px-2 font-medium text-accent-text hover:bg-hover',
          closeButton:
            'order-last -mr-1.5 flex size-6 shrink-0 items-center justify-center rounded-control text-ink-3 hover:bg-hover',
        },
      }}
    />
  );
}

export type Undo = {
  label: string;
  run: () => void;
  /** Until it is closed: for what somebody waits for while he looks elsewhere. */
  stays?: boolean | undefined;
};

/** Says that something was done. Never the only record of it: the page shows it too. */
export function notifyDone(text: string, undo?: Undo): void {
  toast.success(text, {
    duration: undo?.stays ? Number.POSITIVE_INFINITY : undo ? 10_000 : 5000,
    ...(undo ? { action: { label: undo.label, onClick: undo.run } } : {}),
  });
}

/** Says what failed and stays until it is closed. */
export function notifyFailed(what: string, error: unknown): void {
  const detail = isApiProblem(error)
    ? `${error.detail}${error.requestId ? ` Request ${error.requestId}.` : ''}`
    : error instanceof Error
      ? error.message
      : String(error);
  toast.error(what, { description: detail, duration: Number.POSITIVE_INFINITY });
}
