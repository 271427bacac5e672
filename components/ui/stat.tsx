'use client';

import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import { formatChange } from '#lib/format/format-number.ts';
import { Skeleton } from './skeleton.tsx';
import { Sparkline } from './sparkline.tsx';
import { Tooltip } from './tooltip.tsx';

export type StatProps = {
  label: string;
  /** Already formatted; undefined while it loads, null when there is nothing to say. */
  figure: string | null | undefined;
  unit?: string | undefined;
  /** How the figure is counted, on hover and focus of the label. */
  definition?: string | undefined;
  change?:
    | { current: number; previous: number; goodWhen: 'up' | 'down' | 'either'; period: string }
    | undefined;
  series?: readonly number[] | undefined;
  /** Where the figure leads. */
  footer?: ReactNode;
};

function Change({ current, previous, goodWhen, period }: NonNullable<StatProps['change']>) {
  const better =
    goodWhen === 'either' || current === previous ? null : current > previous === (goodWhen === 'up');
  return (
    <span className="text-xs">
      <span
        className={clsx(
          'figures font-medium',
          better === null ? 'text-ink-2' : better ? 'text-pass-text' : 'text-block-text',
        )}
      >
        {formatChange(current, previous)}
      </span>{' '}
      <span className="text-ink-3">{period}</span>
    </span>
  );
}

export function Stat({ label, figure, unit, definition, change, series, footer }: StatProps) {
  return (
    <div className="flex min-w-0 flex-col gap-1 rounded-panel border bg-panel px-4 py-3">
      <Tooltip content={definition}>
        {definition ? (
          <button
            type="button"
            className="w-fit cursor-help rounded-badge text-left text-ink-2 text-xs underline decoration-dotted decoration-line underline-offset-4"
          >
            {label}
          </button>
        ) : (
          <span className="text-ink-2 text-xs">{label}</span>
        )}
      </Tooltip>
      <div className="flex min-h-9 items-end justify-between gap-3">
        {figure === undefined ? (
          <Skeleton className="mb-1 h-7 w-24" />
        ) : (
          <span className="figures font-semibold text-2xl tracking-tight">
            {figure ?? '–'}
            {unit && figure ? (
              <span className="ml-1 font-normal text-base text-ink-3 tracking-normal">{unit}</span>
            ) : null}
          </span>
        )}
        {series ? (
          <Sparkline
            values={series}
            label={`${label}, recent course`}
            className="mb-1.5 h-6 w-24 min-w-0 text-accent"
          />
        ) : null}
      </div>
      <div className="flex min-h-4 items-center justify-between gap-2">
        {change ? <Change {...change} /> : null}
        {footer ? <span className="text-ink-3 text-xs">{footer}</span> : null}
      </div>
    </div>
  );
}
