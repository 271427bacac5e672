'use client';

import { History } from 'lucide-react';
import { useState } from 'react';
import { useRecord, useRefresh } from '#components/record/use-record.ts';
import { type ApiProblem, apiFetch, isApiProblem } from '#components/ui/api.ts';
import { Button } from '#components/ui/button.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { RangeButtons } from '#components/ui/range-buttons.tsx';
import { Select } from '#components/ui/select.tsx';
import type { Backtest } from '#lib/backtests/schema.ts';
import type { PatternInput } from '#lib/dlp/schema.ts';
import { formatRelative } from '#lib/format/format-time.ts';
import { BacktestResult } from './backtest-result.tsx';
import { isUnderWay, triedText } from './backtest-words.ts';

const RANGES = { '24h': '24 hours', '7d': '7 days', '30d': '30 days', '90d': '90 days' } as const;
type Range = keyof typeof RANGES;
const HOURS: Readonly<Record<Range, number>> = { '24h': 24, '7d': 168, '30d': 720, '90d': 2_160 };
const POLL_MS = 3_000;

export type BacktestPanelProps = {
  patternId: string;
  denied: string | null;
  /** What is being written and not saved yet; without it the saved version is tried. */
  draft?: (() => PatternInput) | undefined;
};

/** Tries a pattern on what came in the past: nothing of it becomes a finding. */
export function BacktestPanel({ patternId, denied, draft }: BacktestPanelProps) {
  const [range, setRange] = useState<Range>('7d');
  const [chosen, setChosen] = useState<string | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [busy, setBusy] = useState(false);
  const refreshList = useRefresh('/patterns');
  const refreshOne = useRefresh('/backtests');
  const query = useRecord<{ items: Backtest[] }>('/patterns', `/${patternId}/backtests?limit=20`, {
    refetchIntervalMs: POLL_MS,
  });
  const items = query.data?.items ?? [];
  const shown = chosen ?? items[0]?.id ?? null;

  const ask = async (work: () => Promise<unknown>) => {
    setBusy(true);
    setProblem(null);
    try {
      await work();
      await Promise.all([refreshList(), refreshOne()]);
    } catch (error) {
      if (!isApiProblem(error)) throw error;
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  const start = () =>
    ask(async () => {
      const from = new Date(Date.now() - HOURS[range] * 3_600_000).toISOString();
      const body = { from, ...(draft ? { definition: draft() } : {}) };
      const made = await apiFetch<Backtest>(`/patterns/${patternId}/backtests`, { method: 'POST', body });
      setChosen(made.id);
    });
  const cancel = (id: string) => ask(() => apiFetch(`/backtests/${id}/cancel`, { method: 'POST' }));

  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-2">
        <RangeButtons ranges={RANGES} range={range} onChange={setRange} />
        <Button icon={History} busy={busy} disabledReason={denied} onClick={() => void start()}>
          {draft ? 'Backtest this draft' : 'Backtest'}
        </Button>
        {items.length > 1 ? (
          <Select
            compact
            aria-label="Earlier backtests"
            className="ml-auto w-56"
            value={shown}
            onChange={setChosen}
            options={items.map((one) => ({
              value: one.id,
              label: `${triedText(one)}, ${formatRelative(one.created_at, Date.now())}${isUnderWay(one) ? ', running' : ''}`,
            }))}
          />
        ) : null}
      </div>
      {problem ? (
        <ErrorState
          what="The backtest could not be started"
          error={problem}
          onRetry={() => void start()}
          retrying={busy}
        />
      ) : null}
      {query.error ? (
        <ErrorState
          what="The backtests could not be loaded"
          error={query.error}
          onRetry={() => void query.refetch()}
          retrying={query.isFetching}
        />
      ) : null}
      {shown === null ? (
        <p className="text-ink-3 text-sm">
          Not tried on past events yet. A backtest counts what it would have found, newest events first,
          beside what the saved version finds. Nothing becomes a finding and nobody is told.
        </p>
      ) : (
        <BacktestResult id={shown} denied={denied} onCancel={(id) => void cancel(id)} />
      )}
    </div>
  );
}
