'use client';

import type { KeyboardEvent, PointerEvent } from 'react';
import { type ColumnWidths, clampWidth, WIDTH_BOUNDS } from './arrangement.ts';

const STEP = 16;

export type WidthHandleProps = { id: string; header: string; widths: ColumnWidths };

const cellWidth = (handle: HTMLElement): number =>
  Math.round(handle.closest('th')?.getBoundingClientRect().width ?? 0);

/** The edge of a column: drag it, or move it with the arrow keys; a double click lets the content decide again. */
export function WidthHandle({ id, header, widths }: WidthHandleProps) {
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    const handle = event.currentTarget;
    const from = { x: event.clientX, width: cellWidth(handle) };
    handle.setPointerCapture(event.pointerId);
    const move = (next: globalThis.PointerEvent) => widths.set(id, from.width + next.clientX - from.x);
    const end = () => {
      handle.removeEventListener('pointermove', move);
      handle.removeEventListener('lostpointercapture', end);
    };
    handle.addEventListener('pointermove', move);
    handle.addEventListener('lostpointercapture', end);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const by = event.key === 'ArrowRight' ? STEP : event.key === 'ArrowLeft' ? -STEP : 0;
    if (by === 0) return;
    event.preventDefault();
    widths.set(id, cellWidth(event.currentTarget) + by);
  };
  const width = widths.of(id);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that moves is a widget, <hr> is not
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={`Width of the column ${header}`}
      aria-valuenow={width ?? WIDTH_BOUNDS.min}
      aria-valuetext={width === null ? 'by its content' : `${width} pixels`}
      aria-valuemin={WIDTH_BOUNDS.min}
      aria-valuemax={WIDTH_BOUNDS.max}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
      onDoubleClick={() => widths.set(id, null)}
      className="absolute inset-y-0 right-0 w-2 cursor-col-resize touch-none border-transparent border-r transition-colors hover:border-accent hover:bg-accent-soft focus-visible:border-accent focus-visible:bg-accent-soft"
    />
  );
}

/** What a cell of a column with a width of its own needs to keep to it. */
export function widthStyle(width: number | null) {
  if (width === null) return undefined;
  const px = `${clampWidth(width)}px`;
  return { width: px, minWidth: px, maxWidth: px, '--cell-room': `calc(${px} - 1.5rem)` } as const;
}
