'use client';

import { useRouter } from 'next/navigation';
import { useMemo } from 'react';
import { OUTCOME_SERIES } from '#components/charts/outcome-series.ts';
import { TimeBars } from '#components/charts/time-bars.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { Overview } from '#lib/metrics/schema.ts';
import { RANGE_WORDS } from './range-choice.tsx';

const CHART_HEIGHT = 200;

function perBucket(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  return minutes === 1 ? 'minute' : `${minutes} minutes`;
}

/** How much came in and what became of it; a bar leads to its events. */
export function Traffic({ overview }: { overview: Overview | undefined }) {
  const router = useRouter();
  const buckets = useMemo(
    () =>
      (overview?.events ?? []).map(({ at, ...values }, i, all) => ({
        at,
        values,
        partial: i === all.length - 1,
      })),
    [overview?.events],
  );
  const title = overview ? `Events per ${perBucket(overview.bucket_seconds)}` : 'Events';
  return (
    <Panel title={title} note={overview ? `last ${RANGE_WORDS[overview.range]}` : undefined}>
      {overview ? (
        <TimeBars
          label={title}
          buckets={buckets}
          series={OUTCOME_SERIES}
          height={CHART_HEIGHT}
          emptyReason={`No events in the last ${RANGE_WORDS[overview.range]}`}
          onSelect={({ at }) => {
            const to = new Date(Date.parse(at) + overview.bucket_seconds * 1000).toISOString();
            router.push(`/events?${new URLSearchParams({ from: at, to })}`);
          }}
        />
      ) : (
        <Skeleton className="h-56 w-full" />
      )}
    </Panel>
  );
}
