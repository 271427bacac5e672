'use client';

import { clsx } from 'clsx';
import { useMemo } from 'react';
import { TimeBars } from '#components/charts/time-bars.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { ClientRefusals } from '#lib/clients/refusals/schema.ts';
import { OUTCOME_RANGES, type OutcomeRange, outcomeBuckets } from './outcome-buckets.ts';
import { RefusalTable } from './refusal-table.tsx';
import { RANGES, useOutcomeRange, useOutcomes } from './use-outcomes.ts';

const CHART_HEIGHT = 160;

function RangeButtons({ range, onChange }: { range: OutcomeRange; onChange: (range: OutcomeRange) => void }) {
  return (
    <fieldset className="flex h-control-sm items-center rounded-control border p-0.5">
      <legend className="sr-only">Time range</legend>
      {RANGES.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={one === range}
          aria-label={`${one}: the last ${OUTCOME_RANGES[one].label}`}
          onClick={() => onChange(one)}
          className={clsx(
            'figures h-full min-w-9 rounded-badge px-2 font-medium text-xs transition-colors',
            one === range ? 'bg-selected text-ink' : 'text-ink-2 hover:bg-hover hover:text-ink',
          )}
        >
          {one}
        </button>
      ))}
    </fieldset>
  );
}

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
      actions={<RangeButtons range={range} onChange={(next) => void setRange(next)} />}
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
