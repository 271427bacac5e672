'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { useRecord } from '#components/record/use-record.ts';
import { Sparkline } from '#components/ui/sparkline.tsx';
import { Time } from '#components/ui/time.tsx';
import type { QueueHealth as Health, PatternPrecision } from '#lib/findings/schema.ts';
import { formatCount, formatNumber, formatPercent } from '#lib/format/format-number.ts';
import { formatDuration } from '#lib/format/format-time.ts';

const REFRESH_MS = 30_000;

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex items-baseline gap-1.5">
      <dt className="text-ink-3">{name}</dt>
      <dd className="figures flex items-center gap-1.5">{children}</dd>
    </div>
  );
}

function Figures({ health }: { health: Health }) {
  const { under_a_day, under_a_week, under_a_month, older } = health.waiting;
  const closed = health.closed_per_day.map((day) => day.closed);
  const { median_seconds_to_close: median, oldest_waiting_since: oldest } = health;
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-1 text-sm">
      <Figure name="Waiting">
        {formatNumber(under_a_day + under_a_week + under_a_month + older)}
        {health.in_review > 0 ? (
          <span className="text-ink-3">{formatNumber(health.in_review)} in review</span>
        ) : null}
      </Figure>
      {under_a_month + older > 0 ? (
        <Figure name="For over a week">{formatNumber(under_a_month + older)}</Figure>
      ) : null}
      {oldest ? (
        <Figure name="Oldest">
          <Time at={oldest} />
        </Figure>
      ) : null}
      {median === null ? null : (
        <Figure name="Median time to a decision">{formatDuration(Math.round(median) * 1000)}</Figure>
      )}
      <Figure name="Closed in 14 days">
        {formatNumber(closed.reduce((sum, count) => sum + count, 0))}
        <Sparkline values={closed} label="Closed, day by day" className="h-4 w-16 text-accent" />
      </Figure>
    </dl>
  );
}

const CELL = 'px-2 py-1 text-right figures';

function Row({ row }: { row: PatternPrecision }) {
  const { low, high } = row.interval;
  return (
    <tr className="border-line border-t">
      <th scope="row" className="px-2 py-1 text-left font-normal">
        <Link href={`/patterns/${row.pattern_id}`} className="rounded-badge hover:underline">
          {row.pattern} <span className="text-ink-3">v{row.version}</span>
        </Link>
      </th>
      <td className={CELL}>{formatNumber(row.confirmed)}</td>
      <td className={CELL}>{formatNumber(row.false_positives)}</td>
      <td className={CELL}>{formatNumber(row.used_in_tests)}</td>
      <td className={CELL}>
        {row.precision === null ? (
          '–'
        ) : (
          <>
            {formatPercent(row.precision)}{' '}
            <span className="whitespace-nowrap text-ink-3 text-xs">
              {formatPercent(low)} to {formatPercent(high)}
            </span>
          </>
        )}
      </td>
    </tr>
  );
}

function Precision({ rows }: { rows: readonly PatternPrecision[] }) {
  return (
    <details className="text-sm">
      <summary className="w-fit cursor-pointer rounded-badge text-ink-2">
        What the decisions say of {formatCount(rows.length, 'version')} of patterns
      </summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls it too */}
      <section className="mt-2 max-h-64 overflow-auto" aria-label="Precision of the patterns" tabIndex={0}>
        <table className="w-full max-w-3xl">
          <thead className="text-ink-3 text-xs">
            <tr>
              <th className="px-2 py-1 text-left font-normal">Pattern</th>
              <th className={`${CELL} font-normal`}>Confirmed</th>
              <th className={`${CELL} font-normal`}>False positives</th>
              <th className={`${CELL} font-normal`}>Used in tests</th>
              <th className={`${CELL} font-normal`}>Precision, with its 95 % interval</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={`${row.pattern_id} ${row.version}`} row={row} />
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}

/** How the reviewers keep up, and how right the patterns were. What cannot be counted just now leaves no gap. */
export function QueueHealth() {
  const { data } = useRecord<Health>('/findings', '/health', { refetchIntervalMs: REFRESH_MS });
  if (!data) return null;
  return (
    <section
      aria-label="Queue"
      className="flex min-w-0 flex-col gap-2 rounded-panel border bg-panel px-3 py-2"
    >
      <Figures health={data} />
      {data.precision.length > 0 ? <Precision rows={data.precision} /> : null}
    </section>
  );
}
