'use client';

import { clsx } from 'clsx';
import { type KeyboardEvent, type PointerEvent, useId, useRef, useState } from 'react';
import { useZone } from '#components/ui/clock.ts';
import { formatCount, formatNumber } from '#lib/format/format-number.ts';
import { formatExact } from '#lib/format/format-time.ts';
import { type BarSelection, NO_SELECTION, pressKey, selectedBars } from './bar-selection.ts';
import type { Bucket } from './limit-series.ts';
import { AXIS_WIDTH, TimeBars, type TimeBarsProps } from './time-bars.tsx';

export type ZoomBarsProps = Omit<TimeBarsProps, 'onSelect' | 'selected' | 'ownKeys'> & {
  /** Of one bar. */
  widthMs: number;
  noun: string;
  /** From the start of one bar to the end of another, or the same. */
  onZoom: (first: Bucket, last: Bucket) => void;
};

const DRAG_PX = 4;

/** "2026-11-21 10:00 – 10:30, 12 events: 10 passed, 2 redacted". */
function sayBars(props: ZoomBarsProps, [first, last]: readonly [number, number], zone: string): string {
  const { buckets, series, widthMs, noun, approximate } = props;
  const chosen = buckets.slice(first, last + 1);
  const moment = (ms: number) => formatExact(ms, zone).slice(0, 19);
  const from = moment(Date.parse(chosen[0]?.at ?? ''));
  const to = moment(Date.parse(chosen.at(-1)?.at ?? '') + widthMs);
  const sums = series.map((one) => ({
    label: one.label.toLowerCase(),
    sum: chosen.reduce((sum, bucket) => sum + (bucket.values[one.key] ?? 0), 0),
  }));
  const total = sums.reduce((all, { sum }) => all + sum, 0);
  const parts = sums.filter(({ sum }) => sum > 0).map(({ label, sum }) => `${formatNumber(sum)} ${label}`);
  const bars = chosen.length > 1 ? `${chosen.length} bars, ` : '';
  const counts = `${approximate ? '≈ ' : ''}${formatCount(total, noun)}`;
  const span = from.slice(0, 10) === to.slice(0, 10) ? `${from} – ${to.slice(11)}` : `${from} – ${to}`;
  return `${bars}${span}, ${counts}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`;
}

/** Which bar lies under the pointer. */
function barAt(event: PointerEvent<HTMLElement>, count: number): number {
  const { left, width } = event.currentTarget.getBoundingClientRect();
  const share = (event.clientX - left - AXIS_WIDTH) / Math.max(1, width - AXIS_WIDTH);
  return Math.max(0, Math.min(count - 1, Math.floor(share * count)));
}

/** Bars over time to zoom into: a click on one, a drag over several, or arrows, Shift and Enter. */
export function ZoomBars(props: ZoomBarsProps) {
  const { widthMs: _, noun: __, onZoom, ...bars } = props;
  const { buckets, label } = bars;
  const zone = useZone();
  const hintId = useId();
  const [selection, setSelection] = useState<BarSelection>(NO_SELECTION);
  const drag = useRef<{ x: number; bar: number; moved: boolean } | null>(null);
  const selected = selectedBars(selection);
  const isThere = selected !== null && selected[1] < buckets.length;
  const zoom = ([first, last]: readonly [number, number]) => {
    const [from, to] = [buckets[first], buckets[last]];
    setSelection(NO_SELECTION);
    if (from && to) onZoom(from, to);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const next = pressKey(selection, event, buckets.length);
    if (event.key === 'Enter' && isThere) zoom(selected);
    else if (next) setSelection(next);
    else return;
    // Escape here means the selection, not the details beside the list.
    event.preventDefault();
    event.stopPropagation();
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0 || !(event.target as Element).closest('.recharts-wrapper')) return;
    drag.current = { x: event.clientX, bar: barAt(event, buckets.length), moved: false };
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const { current } = drag;
    // A finger that moves scrolls the page.
    if (!current || event.pointerType === 'touch') return;
    if (!current.moved && Math.abs(event.clientX - current.x) < DRAG_PX) return;
    if (!current.moved) event.currentTarget.setPointerCapture(event.pointerId);
    current.moved = true;
    setSelection({ anchor: current.bar, cursor: barAt(event, buckets.length) });
  };
  const onPointerUp = (event: PointerEvent<HTMLElement>) => {
    const { current } = drag;
    drag.current = null;
    if (!current || buckets.length === 0) return;
    const bar = current.moved ? barAt(event, buckets.length) : current.bar;
    zoom([Math.min(current.bar, bar), Math.max(current.bar, bar)]);
  };
  const said = isThere ? sayBars(props, selected, zone) : '';
  return (
    <div
      role="application"
      aria-label={label}
      aria-describedby={hintId}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a chart with keys of its own is a widget
      tabIndex={0}
      onKeyDown={onKeyDown}
      onBlur={() => setSelection(NO_SELECTION)}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={() => {
        drag.current = null;
        setSelection(NO_SELECTION);
      }}
      className={clsx(
        'relative min-w-0 select-none rounded-control',
        buckets.length > 0 && 'cursor-crosshair',
      )}
    >
      <TimeBars {...bars} selected={isThere ? selected : null} ownKeys />
      <p id={hintId} className="sr-only">
        Arrow keys move over the bars, Shift and an arrow select several, Enter zooms in, minus zooms out,
        Escape clears the selection.
      </p>
      <p role="status" className="sr-only">
        {said}
      </p>
      {said === '' ? null : (
        <p
          aria-hidden
          className="figures pointer-events-none absolute top-0 right-0 max-w-full truncate rounded-control bg-raised px-2 py-0.5 text-ink text-xs shadow-float"
        >
          {said}
        </p>
      )}
    </div>
  );
}
