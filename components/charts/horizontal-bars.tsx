import { clsx } from 'clsx';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { TONES, type Tone } from '#components/ui/tones.ts';
import { formatNumber } from '#lib/format/format-number.ts';

export type HorizontalBarsProps = {
  label: string;
  bars: readonly {
    id: string;
    label: string;
    value: number;
    tone?: Tone | undefined;
    href?: string | undefined;
    note?: ReactNode;
  }[];
  emptyReason?: string | undefined;
  /** After each figure. */
  unit?: string | undefined;
  /** The rest is added up as "Other". */
  max?: number | undefined;
};

/** Largest first; the name stands on its bar's line, so no legend is needed. */
export function HorizontalBars({
  label,
  bars,
  emptyReason = 'Nothing in this window',
  unit,
  max = 6,
}: HorizontalBarsProps) {
  const sorted = bars.toSorted((a, b) => b.value - a.value);
  const rest = sorted.slice(max).reduce((sum, bar) => sum + bar.value, 0);
  const shown =
    rest > 0
      ? [...sorted.slice(0, max), { id: 'other', label: 'Other', value: rest, tone: 'neutral' as const }]
      : sorted.slice(0, max);
  const top = Math.max(1, ...shown.map((bar) => bar.value));
  if (shown.length === 0) {
    return (
      <p className="flex min-h-24 items-center justify-center text-center text-ink-3 text-sm">
        {emptyReason}
      </p>
    );
  }
  return (
    <ul aria-label={label} className="flex flex-col gap-2">
      {shown.map((bar) => {
        const row = (
          <>
            <span className="flex items-baseline justify-between gap-3 text-sm">
              <span className="min-w-0 truncate group-hover/bar:underline">{bar.label}</span>
              <span className="figures shrink-0 text-ink-2">
                {formatNumber(bar.value)}
                {unit ? ` ${unit}` : ''}
              </span>
            </span>
            <span className="mt-1 block h-1.5 overflow-hidden rounded-full bg-sunken">
              <span
                data-bar
                className={clsx('block h-full min-w-0.5 rounded-full', TONES[bar.tone ?? 'accent'].solid)}
                style={{ width: `${(bar.value / top) * 100}%` }}
              />
            </span>
          </>
        );
        return (
          <li key={bar.id}>
            {'href' in bar && bar.href ? (
              <Link href={bar.href} className="group/bar block rounded-control">
                {row}
              </Link>
            ) : (
              row
            )}
          </li>
        );
      })}
    </ul>
  );
}
