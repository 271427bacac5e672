'use client';

import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import { createPortal } from 'react-dom';
import { IconButton } from './button.tsx';
import { useMounted } from './mounted.ts';
import { useShortcut } from './shortcuts.ts';
import { useStored } from './stored-state.ts';

const MIN = 400;
const MAX = 960;
const WIDTH = 560;
const STEP = 32;

/** What a list hands to the drawer beside it. */
export type DrawerFrame = {
  onClose: () => void;
  /** To the neighbours in the list; null at its ends, left out when there is no list. */
  onPrevious?: (() => void) | null | undefined;
  onNext?: (() => void) | null | undefined;
  /** Whether the list goes on, beyond the page that is shown, before its first and after its last row. */
  goesOn?: { before: boolean; after: boolean } | undefined;
};

export type DrawerProps = DrawerFrame & {
  open: boolean;
  title: ReactNode;
  /** Under the title: badges, id. */
  subtitle?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
};

function endReason(end: 'first' | 'last', goesOn = false): string {
  const row = `This is the ${end} row of the page`;
  return goesOn ? `${row}; the ${end === 'first' ? 'previous' : 'next'} page goes on` : row;
}

const clamp = (width: number) => Math.round(Math.max(MIN, Math.min(MAX, width)));

function ResizeHandle({ width, setWidth }: { width: number; setWidth: (width: number) => void }) {
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    const handle = event.currentTarget;
    handle.setPointerCapture(event.pointerId);
    const move = (next: globalThis.PointerEvent) => setWidth(clamp(window.innerWidth - next.clientX));
    const end = () => {
      handle.removeEventListener('pointermove', move);
      handle.removeEventListener('lostpointercapture', end);
    };
    handle.addEventListener('pointermove', move);
    handle.addEventListener('lostpointercapture', end);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowLeft' ? STEP : event.key === 'ArrowRight' ? -STEP : 0;
    if (by === 0) return;
    event.preventDefault();
    setWidth(clamp(width + by));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that moves is a widget, <hr> is not
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the details"
      aria-valuenow={width}
      aria-valuemin={MIN}
      aria-valuemax={MAX}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
      onDoubleClick={() => setWidth(WIDTH)}
      className="absolute inset-y-0 -left-1 z-sticky hidden w-2 cursor-col-resize touch-none transition-colors hover:bg-accent-soft focus-visible:bg-accent-soft sm:block"
    />
  );
}

/** Docked right, not modal: the list beside it stays in use. From below on a phone. Escape closes it. */
export function Drawer(props: DrawerProps) {
  const { open, onClose, title, subtitle, actions, onPrevious, onNext, goesOn, children } = props;
  const headingId = useId();
  const mounted = useMounted();
  const [stored, store] = useStored('drawer-width', String(WIDTH));
  const width = clamp(Number(stored) || WIDTH);
  const panel = useRef<HTMLElement>(null);
  const cameFrom = useRef<Element | null>(null);
  const leave = () => {
    // Whoever was in here goes back to where they came from.
    const inside = panel.current?.contains(document.activeElement);
    if (inside && cameFrom.current instanceof HTMLElement) cameFrom.current.focus();
    onClose();
  };
  useShortcut({ keys: 'o', label: 'Into the details', scope: 'Details' }, () => panel.current?.focus(), open);
  useShortcut({ keys: 'Escape', label: 'Close the details', scope: 'Details' }, leave, open);

  useEffect(() => {
    if (!open) return;
    // On a phone the sheet covers the list, so the focus has to come along.
    if (window.matchMedia('(width < 40rem)').matches) panel.current?.focus();
  }, [open]);

  useEffect(() => {
    if (!open) return;
    document.documentElement.style.setProperty('--dock-width', `${width}px`);
    return () => {
      document.documentElement.style.removeProperty('--dock-width');
    };
  }, [open, width]);

  if (!open || !mounted) return null;
  return createPortal(
    <aside
      ref={panel}
      tabIndex={-1}
      onFocus={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) cameFrom.current = event.relatedTarget;
      }}
      aria-labelledby={headingId}
      className="drawer-in fixed inset-x-0 bottom-0 z-drawer flex h-[85dvh] flex-col rounded-t-panel border-t bg-panel shadow-float outline-none sm:inset-x-auto sm:top-topbar sm:right-0 sm:h-auto sm:w-[min(var(--dock-width),100vw)] sm:rounded-none sm:border-t-0 sm:border-l sm:shadow-none"
    >
      <ResizeHandle width={width} setWidth={(next) => store(String(next))} />
      <header className="flex items-start gap-2 border-b py-2 pr-2 pl-4">
        <div className="min-w-0 flex-1 py-1">
          <h2 id={headingId} className="break-words font-semibold text-base leading-6">
            {title}
          </h2>
          {subtitle ? (
            <div className="mt-1 flex flex-wrap items-center gap-2 text-ink-2 text-sm">{subtitle}</div>
          ) : null}
        </div>
        {actions}
        {onPrevious !== undefined ? (
          <IconButton
            icon={ChevronUp}
            label="Previous row"
            disabledReason={onPrevious ? null : endReason('first', goesOn?.before)}
            onClick={() => onPrevious?.()}
          />
        ) : null}
        {onNext !== undefined ? (
          <IconButton
            icon={ChevronDown}
            label="Next row"
            disabledReason={onNext ? null : endReason('last', goesOn?.after)}
            onClick={() => onNext?.()}
          />
        ) : null}
        <IconButton icon={X} label="Close" onClick={leave} />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-4 py-4">{children}</div>
    </aside>,
    document.body,
  );
}
