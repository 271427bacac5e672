'use client';

import { useMemo } from 'react';
import { TimeBars } from '#components/charts/time-bars.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { RangeButtons } from '#components/ui/range-buttons.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { ClientRefusals } from '#lib/clients/refusals/schema.ts';
import { OUTCOME_RANGES, type OutcomeRange, outcomeBuckets } from './outcome-buckets.ts';
import { RefusalTable } from './refusal-table.tsx';
import { useOutcomeRange, useOutcomes } from './use-outcomes.ts';

const CHART_HEIGHT = 160;
const RANGE_WORDS = {
  '24h': OUTCOME_RANGES['24h'].label,
  '7d': OUTCOME_RANGES['7d'].label,
  '30d': OUTCOME_RANGES['30d'].label,
} satisfies Record<OutcomeRange, string>;

/** Why the green bars are missing or not exact; null when they are neither. */
function acceptedNote(accepted: ReturnType<typeof useOutcomes>['accepted'], mayReadEvents: boolean) {
  if (!mayReadEvents) return 'What was accepted is not shown: that needs the permission events:read.';
  if (accepted.error || accepted.data?.bars === null) {
    return `What was accepted could not be counted: ${accepted.error?.detail ?? accepted.data?.note}`;
  }
  return accepted.data?.estimated ? '≈ What was accepted is projected from a sample of the events.' : null;
}

type ChartProps = {
  refusals: ClientRefusals;
  bars: Parameters<typeof outcomeBuckets>[1];
  range: OutcomeRange;
};

function Chart({ refusals, bars, range }: ChartProps) {
  const { widthMs, label } = OUTCOME_RANGES[range];
  const { series, buckets } = useMemo(
    () => outcomeBuckets(refusals, bars, widthMs),
    [refusals, bars, widthMs],
  );
  return (
    <TimeBars
      label="Events accepted and calls refused over time"
      series={series}
      buckets={buckets}
      height={CHART_HEIGHT}
      emptyReason={`Nothing was accepted and nothing refused in the last ${label}`}
    />
  );
}

export type OutcomesPanelProps = { clientId: string; mayReadEvents: boolean };

/** What became of the client's calls: events taken by their time, and calls refused for who it is, by reason. */
export function OutcomesPanel({ clientId, mayReadEvents }: OutcomesPanelProps) {
  const [range, setRange] = useOutcomeRange();
  const { refusals, accepted } = useOutcomes(clientId, range, mayReadEvents);
  const note = acceptedNote(accepted, mayReadEvents);
  const isWaiting = refusals.isPending || (mayReadEvents && accepted.isPending);
  return (
    <Panel
      title="Accepted and refused"
      note="events taken, by when they happened; calls refused for who made them or how often"
      actions={<RangeButtons ranges={RANGE_WORDS} range={range} onChange={(next) => void setRange(next)} />}
    >
      {refusals.error && !refusals.data ? (
        <ErrorState
          what="The refused calls could not be loaded"
          error={refusals.error}
          onRetry={() => void refusals.refetch()}
          retrying={refusals.isFetching}
        />
      ) : isWaiting || !refusals.data ? (
        <Skeleton className="h-48 w-full" />
      ) : (
        <div className="flex flex-col gap-3">
          <Chart refusals={refusals.data} bars={accepted.data?.bars ?? null} range={range} />
          {note ? <p className="text-ink-3 text-xs">{note}</p> : null}
          <RefusalTable refusals={refusals.data} range={range} />
        </div>
      )}
    </Panel>
  );
}
