'use client';

import type { ReactNode } from 'react';
import { TimeBars } from '#components/charts/time-bars.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { RangeButtons } from '#components/ui/range-buttons.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';
import type { DestinationStats } from '#lib/dispatch/counts/schema.ts';
import { formatNumber, formatPercent } from '#lib/format/format-number.ts';
import { ANSWER_DEFINITION, AnswerTime } from './answer-time.tsx';
import { FailureReasons } from './failure-reasons.tsx';
import { RATE_DEFINITION } from './kinds.ts';
import { LatestAttempts } from './latest-attempts.tsx';
import { ATTEMPT_SERIES, statsBuckets } from './stats-buckets.ts';
import { STATS_RANGE_WORDS, useDestinationStats, useStatsRange } from './use-destination-stats.ts';

const CHART_HEIGHT = 180;

function Figure({ name, definition, children }: { name: string; definition: string; children: ReactNode }) {
  return (
    <div className="flex flex-col">
      <dt className="text-xs">
        <Tooltip content={definition}>
          <button
            type="button"
            className="cursor-help rounded-badge text-ink-2 underline decoration-dotted decoration-line underline-offset-4"
          >
            {name}
          </button>
        </Tooltip>
      </dt>
      <dd className="figures font-medium">{children}</dd>
    </div>
  );
}

function Figures({ stats }: { stats: DestinationStats }) {
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-2">
      <Figure name="Success" definition={RATE_DEFINITION}>
        {stats.success_rate === null ? '–' : formatPercent(stats.success_rate)}
      </Figure>
      <Figure name="Attempts" definition="Calls that ended in this time, first ones and repeats.">
        {formatNumber(stats.attempts)}
      </Figure>
      <Figure name="Died" definition="Deliveries that ended on the dead shelf in this time.">
        {formatNumber(stats.dead)}
      </Figure>
      <Figure name="Answer time, p50 · p95" definition={ANSWER_DEFINITION}>
        <AnswerTime times={stats.answer_ms} />
      </Figure>
    </dl>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex min-w-0 flex-col gap-2">
      <h3 className="font-medium text-sm">{title}</h3>
      {children}
    </section>
  );
}

function Body({ stats }: { stats: DestinationStats }) {
  return (
    <div className="flex flex-col gap-6">
      <Figures stats={stats} />
      <TimeBars
        label="Attempts over time, by how they ended"
        series={ATTEMPT_SERIES}
        buckets={statsBuckets(stats)}
        height={CHART_HEIGHT}
        emptyReason={`Nothing was sent in the last ${STATS_RANGE_WORDS[stats.range]}`}
      />
      <div className="grid gap-6 @3xl:grid-cols-2">
        <Part title="Why attempts failed">
          <FailureReasons reasons={stats.reasons} />
        </Part>
        <Part title="Latest attempts">
          <LatestAttempts attempts={stats.latest} />
        </Part>
      </div>
    </div>
  );
}

/** How deliveries to a destination went: over time, how fast, why not, and the latest of them. */
export function StatsPanel({ destinationId }: { destinationId: string }) {
  const [range, setRange] = useStatsRange();
  const { data, error, refetch, isFetching } = useDestinationStats(destinationId, range);
  return (
    <Panel
      title="Attempts"
      note="by how they ended"
      actions={
        <RangeButtons ranges={STATS_RANGE_WORDS} range={range} onChange={(next) => void setRange(next)} />
      }
    >
      {data ? (
        <Body stats={data} />
      ) : error ? (
        <ErrorState
          what="The attempts could not be counted"
          error={error}
          onRetry={() => void refetch()}
          retrying={isFetching}
        />
      ) : (
        <Skeleton className="h-72 w-full" />
      )}
    </Panel>
  );
}
