'use client';

import { useQuery } from '@tanstack/react-query';
import type { Page } from '#components/data-table/use-list.ts';
import { type ApiProblem, apiFetch } from '#components/ui/api.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Time } from '#components/ui/time.tsx';
import { Sample } from '#components/warnings/warning-columns.tsx';
import { formatNumber } from '#lib/format/format-number.ts';
import type { Warning } from '#lib/warnings/schema.ts';

const SHOWN = 5;
const REFRESH_MS = 30_000;

function List({ warnings }: { warnings: readonly Warning[] }) {
  if (warnings.length === 0) {
    return (
      <p className="text-ink-3 text-sm">
        Nothing that it sent with a good token was refused or changed in the last 30 days.
      </p>
    );
  }
  return (
    <ul className="divide-y">
      {warnings.map((warning) => (
        <li key={`${warning.minute} ${warning.reason}`} className="flex items-start gap-3 py-1.5 text-sm">
          <div className="min-w-0 flex-1">
            <p>{warning.description}</p>
            {warning.sample ? <Sample text={warning.sample} /> : null}
          </div>
          <p className="shrink-0 text-right">
            <span className="figures">{formatNumber(warning.count)} ×</span>
            <span className="block text-ink-3 text-xs">
              <Time at={warning.last_at} />
            </span>
          </p>
        </li>
      ))}
    </ul>
  );
}

/** What this client sent and was refused or changed, newest minute first. */
export function ClientWarnings({ clientId }: { clientId: string }) {
  const { data, error, refetch, isFetching } = useQuery<Page<Warning>, ApiProblem>({
    queryKey: ['client-warnings', clientId],
    queryFn: ({ signal }) => apiFetch(`/warnings?client=${clientId}&limit=${SHOWN}`, { signal }),
    refetchInterval: REFRESH_MS,
  });
  return (
    <Panel
      title="Warnings"
      note="what it sent and was refused or changed"
      actions={
        data && data.items.length > 0 ? (
          <ButtonLink size="sm" href={`/warnings?client=${clientId}`}>
            See all warnings
          </ButtonLink>
        ) : null
      }
    >
      {data ? (
        <List warnings={data.items} />
      ) : error ? (
        <ErrorState
          what="The warnings could not be loaded"
          error={error}
          onRetry={() => void refetch()}
          retrying={isFetching}
        />
      ) : (
        <Skeleton className="h-16 w-full" />
      )}
    </Panel>
  );
}
