'use client';

import { PageHeader } from '#components/shell/page-header.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Caught } from './caught.tsx';
import { DeliveryHealth } from './delivery-health.tsx';
import { FirstEvent } from './first-event.tsx';
import { RangeChoice, useRange } from './range-choice.tsx';
import { StaleNote } from './stale-note.tsx';
import { StatsRow } from './stats-row.tsx';
import { Traffic } from './traffic.tsx';
import { useFirstEvent } from './use-first-event.ts';
import { useOverview } from './use-overview.ts';

export function OverviewPage() {
  const [range, setRange] = useRange();
  const { data: overview, error, refetch, isFetching } = useOverview(range);
  const first = useFirstEvent(overview);
  // Before the first event there is nothing to draw.
  const isWaiting = first.isShown && first.event === null;
  const retry = () => void refetch();
  if (error && !overview) {
    return (
      <>
        <PageHeader />
        <ErrorState
          what="The overview could not be loaded"
          error={error}
          onRetry={retry}
          retrying={isFetching}
        />
      </>
    );
  }
  return (
    <div className="flex flex-col gap-3">
      <PageHeader
        action={isWaiting ? null : <RangeChoice range={range} onChange={(next) => void setRange(next)} />}
      />
      {error ? <StaleNote error={error} onRetry={retry} /> : null}
      {first.isShown && overview ? <FirstEvent first={first} hasClients={overview.has_clients} /> : null}
      {isWaiting ? null : (
        <>
          <StatsRow overview={overview} />
          <div className="grid gap-3 xl:grid-cols-3">
            <div className="min-w-0 xl:col-span-2">
              <Traffic overview={overview} />
            </div>
            <Caught overview={overview} />
          </div>
          <DeliveryHealth overview={overview} />
        </>
      )}
    </div>
  );
}
