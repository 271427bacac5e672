'use client';

import { useMemo } from 'react';
import { TimeBars } from '#components/charts/time-bars.tsx';
import { useRecord } from '#components/record/use-record.ts';
import { Button } from '#components/ui/button.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Fact, Facts } from '#components/ui/panel.tsx';
import { ProgressBar } from '#components/ui/progress-bar.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import type { BacktestDetail } from '#lib/backtests/schema.ts';
import { formatCount } from '#lib/format/format-number.ts';
import { BacktestSamples } from './backtest-samples.tsx';
import {
  differenceText,
  foundText,
  isUnderWay,
  precisionText,
  progressText,
  shareOf,
} from './backtest-words.ts';

const POLL_MS = 1_000;
const DAY_MS = 86_400_000;
const SERIES = [
  { key: 'same', label: 'Found by both', tone: 'neutral' },
  { key: 'new', label: 'New', tone: 'accent' },
  { key: 'lost', label: 'Lost', tone: 'block' },
] as const;

/** Every day from the first to the last, those without a hit as zeros. */
function bucketsOf(days: BacktestDetail['per_day']) {
  const byDay = new Map(days.map((one) => [one.day, one]));
  const times = days.map(({ day }) => Date.parse(day));
  if (times.length === 0) return [];
  const first = Math.min(...times);
  const count = (Math.max(...times) - first) / DAY_MS + 1;
  return Array.from({ length: count }, (_, index) => {
    const at = new Date(first + index * DAY_MS).toISOString();
    const one = byDay.get(at.slice(0, 10));
    return {
      at,
      values: { same: (one?.tested ?? 0) - (one?.new ?? 0), new: one?.new ?? 0, lost: one?.lost ?? 0 },
    };
  });
}

export type BacktestResultProps = { id: string; denied: string | null; onCancel: (id: string) => void };

/** How far a backtest is, and what it has found up to there. */
export function BacktestResult({ id, denied, onCancel }: BacktestResultProps) {
  const query = useRecord<BacktestDetail>('/backtests', `/${id}`, { refetchIntervalMs: POLL_MS });
  const backtest = query.data;
  const buckets = useMemo(() => bucketsOf(backtest?.per_day ?? []), [backtest?.per_day]);
  if (!backtest) {
    return query.error ? (
      <ErrorState
        what="The backtest could not be loaded"
        error={query.error}
        onRetry={() => void query.refetch()}
        retrying={query.isFetching}
      />
    ) : (
      <Skeleton className="h-24" />
    );
  }
  const underWay = isUnderWay(backtest);
  return (
    <div className="flex flex-col gap-4" aria-busy={underWay}>
      <div className="flex flex-wrap items-center gap-3">
        <StatusBadge kind="backtest" value={backtest.state} />
        {underWay ? (
          <>
            <ProgressBar
              label="Backtest"
              share={shareOf(backtest)}
              text={progressText(backtest)}
              className="min-w-32 flex-1"
            />
            <span className="figures text-ink-2 text-sm" role="status">
              {progressText(backtest)}
            </span>
            <Button size="sm" disabledReason={denied} onClick={() => onCancel(id)}>
              Cancel
            </Button>
          </>
        ) : null}
      </div>
      {backtest.error ? <p className="text-block-text text-sm">{backtest.error}</p> : null}
      <Facts>
        <Fact name="Finds">{foundText(backtest)}</Fact>
        <Fact name="Difference">{differenceText(backtest)}</Fact>
        <Fact name="Precision">{precisionText(backtest)}</Fact>
        {backtest.unscannable > 0 ? (
          <Fact name="Not scanned">{formatCount(backtest.unscannable, 'event')}</Fact>
        ) : null}
        {backtest.truncated > 0 ? (
          <Fact name="Cut off">
            {formatCount(backtest.truncated, 'event')} with more matches than are counted
          </Fact>
        ) : null}
      </Facts>
      <TimeBars
        label="Hits per day"
        buckets={buckets}
        series={SERIES}
        height={120}
        emptyReason={underWay ? 'Nothing found yet' : 'Nothing found in these events'}
      />
      <BacktestSamples backtest={backtest} />
    </div>
  );
}
