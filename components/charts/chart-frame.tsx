'use client';

import type { ReactNode } from 'react';
import { TONES } from '#components/ui/tones.ts';
import type { Series } from './limit-series.ts';

export type ChartFrameProps = {
  label: string;
  /** Why there is nothing: shown over the empty axes. */
  emptyReason?: string | null | undefined;
  height: number;
  series: readonly (Series & { total?: string | undefined })[];
  children: ReactNode;
};

/** Names of the series above, the drawing below, and a sentence over it when there is nothing to draw. */
export function ChartFrame({ label, emptyReason, height, series, children }: ChartFrameProps) {
  return (
    <figure className="m-0 flex min-w-0 flex-col gap-2" aria-label={label}>
      {series.length > 1 ? (
        <figcaption className="flex flex-wrap gap-x-4 gap-y-1 text-ink-2 text-xs">
          {series.map((one) => (
            <span key={one.key} className="inline-flex items-center gap-1.5">
              <span
                aria-hidden
                data-bar
                className="size-2 rounded-[2px]"
                style={{ background: TONES[one.tone].fill }}
              />
              {one.label}
              {one.total === undefined ? null : <span className="figures text-ink-3">{one.total}</span>}
            </span>
          ))}
        </figcaption>
      ) : null}
      <div className="relative min-w-0" style={{ height }}>
        {children}
        {emptyReason ? (
          <p className="pointer-events-none absolute inset-0 flex items-center justify-center px-12 pb-6 text-center text-ink-3 text-sm">
            <span className="rounded-control bg-panel px-2 py-1">{emptyReason}</span>
          </p>
        ) : null}
      </div>
    </figure>
  );
}

export type TipLine = { label: string; value: string; fill?: string | undefined };

export function ChartTip({
  title,
  lines,
  total,
  note,
}: {
  title: string;
  lines: readonly TipLine[];
  /** Of a stack. */
  total?: string | undefined;
  note?: string | undefined;
}) {
  return (
    <div className="figures min-w-36 rounded-control bg-raised px-2 py-1.5 text-xs shadow-float">
      <p className="mb-1 text-ink-2">{title}</p>
      {lines.map((line) => (
        <p key={line.label} className="flex items-center gap-1.5">
          {line.fill ? (
            <span aria-hidden className="size-2 rounded-[2px]" style={{ background: line.fill }} />
          ) : null}
          <span className="text-ink-2">{line.label}</span>
          <span className="ml-auto pl-4 font-medium text-ink">{line.value}</span>
        </p>
      ))}
      {total === undefined ? null : (
        <p className="mt-1 flex border-t pt-1">
          <span className="text-ink-2">Total</span>
          <span className="ml-auto pl-4 font-medium">{total}</span>
        </p>
      )}
      {note ? <p className="mt-1 text-ink-3">{note}</p> : null}
    </div>
  );
}

export const AXIS = { fontSize: 11, fill: 'var(--ink-3)' } as const;
