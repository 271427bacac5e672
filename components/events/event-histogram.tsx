'use client';

import { clsx } from 'clsx';
import { useMemo } from 'react';
import { OUTCOME_SERIES } from '#components/charts/outcome-series.ts';
import { ZoomBars } from '#components/charts/zoom-bars.tsx';
import { Button } from '#components/ui/button.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { formatDuration } from '#lib/format/format-time.ts';
import { spanMs } from './time-range.ts';
import type { EventCounts } from './use-event-stats.ts';
import type { TimeWindow } from './use-time-window.ts';
import { zoomWindow } from './zoom-window.ts';

const HEIGHT = 96;

const NARROWER: readonly { span: string; label: string }[] = [
  { span: '1h', label: 'Show the last hour' },
  { span: '24h', label: 'Show the last 24 hours' },
];

/** Why there are no bars, in their place, with a way on. */
function Instead({ text, children }: { text: string; children?: React.ReactNode }) {
  return (
    <div
      role="status"
      className="flex min-h-24 shrink-0 flex-wrap items-center justify-center gap-2 rounded-panel border border-dashed px-4 py-2 text-center text-ink-2 text-sm"
    >
      <span>{text}</span>
      {children}
    </div>
  );
}

function TooSlow({ time: { range, choose } }: { time: TimeWindow }) {
  const shownMs = range.kind === 'last' ? (spanMs(range.span) ?? 0) : Number.POSITIVE_INFINITY;
  return (
    <Instead text="The histogram took too long to count. The list is not affected; a narrower range helps.">
      {NARROWER.filter(({ span }) => (spanMs(span) ?? 0) < shownMs).map(({ span, label }) => (
        <Button key={span} size="sm" onClick={() => choose({ kind: 'last', span })}>
          {label}
        </Button>
      ))}
    </Instead>
  );
}

/** How many events match over time, stacked by what became of them; selecting bars zooms in. */
export function EventHistogram({ counts, time }: { counts: EventCounts; time: TimeWindow }) {
  const { stats, error, isStale } = counts;
  const buckets = useMemo(
    () => (stats?.bars ?? []).map(({ at, partial, ...values }) => ({ at, partial, values })),
    [stats?.bars],
  );
  if (!stats) {
    if (!error) return <Skeleton className="h-30 w-full shrink-0" />;
    return (
      <Instead text={`The histogram could not be counted: ${error.detail}`}>
        <Button size="sm" busy={counts.isFetching} onClick={counts.retry}>
          Retry
        </Button>
      </Instead>
    );
  }
  if (!stats.bars) return <TooSlow time={time} />;
  const bucketMs = stats.bucket_seconds * 1_000;
  return (
    <div className={clsx('shrink-0 transition-opacity', isStale && 'opacity-50')}>
      <ZoomBars
        label={`Events per ${formatDuration(bucketMs)}`}
        buckets={buckets}
        series={OUTCOME_SERIES}
        widthMs={bucketMs}
        noun="event"
        height={HEIGHT}
        approximate={stats.estimated}
        emptyReason="No events in this window"
        onZoom={(first, last) =>
          time.choose(zoomWindow(stats, { first: first.at, last: last.at }, time.query))
        }
      />
    </div>
  );
}
