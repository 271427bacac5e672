'use client';

import { Ban, Pause, Play } from 'lucide-react';
import Link from 'next/link';
import { FilterText } from '#components/exports/filter-text.tsx';
import { denial } from '#components/record/denial.ts';
import { Loaded } from '#components/record/loaded.tsx';
import { useRecord } from '#components/record/use-record.ts';
import { Button } from '#components/ui/button.tsx';
import { Drawer, type DrawerFrame } from '#components/ui/drawer.tsx';
import { Id } from '#components/ui/id.tsx';
import { Fact, Facts } from '#components/ui/panel.tsx';
import { ProgressBar } from '#components/ui/progress-bar.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { Time } from '#components/ui/time.tsx';
import type { BulkOperation } from '#lib/bulk-operations/schema.ts';
import { formatNumber } from '#lib/format/format-number.ts';
import { formatDuration } from '#lib/format/format-time.ts';
import { isLive, isUnderWay, itemsText, KIND_WORDS, leftMs, progressText, shareOf } from './bulk-words.ts';
import { PlanSummary } from './plan-summary.tsx';
import { useBulk } from './use-bulk.ts';

const POLL_MS = 1_000;

function Changes({ operation, denied }: { operation: BulkOperation; denied: string | null }) {
  const { change } = useBulk();
  if (!isUnderWay(operation)) return null;
  const isRunning = isLive(operation);
  return (
    <div className="flex flex-wrap gap-2">
      <Button
        size="sm"
        icon={isRunning ? Pause : Play}
        disabledReason={denied}
        onClick={() => void change(operation, isRunning ? 'pause' : 'resume')}
      >
        {isRunning ? 'Pause operation' : 'Resume operation'}
      </Button>
      <Button
        size="sm"
        variant="danger-quiet"
        icon={Ban}
        disabledReason={denied}
        onClick={() => void change(operation, 'cancel')}
      >
        Cancel operation
      </Button>
    </div>
  );
}

function Counts({ operation }: { operation: BulkOperation }) {
  const { done, skipped, failed, skipped_reasons: skips, failed_reasons: fails } = operation;
  return (
    <dl className="grid grid-cols-3 gap-2">
      {[
        ['Done', done],
        ['Skipped', skipped],
        ['Failed', failed],
      ].map(([name, count]) => (
        <div key={name} className="rounded-panel border px-3 py-2">
          <dt className="text-ink-3 text-xs">{name}</dt>
          <dd className="figures font-semibold text-lg">{formatNumber(Number(count))}</dd>
        </div>
      ))}
      {[
        ...skips.map(({ detail, count }) => ({ text: detail, count })),
        ...fails.map(({ reason, count }) => ({ text: reason, count })),
      ].map(({ text, count }) => (
        <div key={text} className="col-span-3 flex justify-between gap-3 text-sm">
          <dt className="min-w-0 text-ink-2">{text}</dt>
          <dd className="figures">{formatNumber(count)}</dd>
        </div>
      ))}
    </dl>
  );
}

const hrefOf = ({ target, id, filter }: BulkOperation): string =>
  target === 'events' ? `/events?${new URLSearchParams(filter ?? {})}` : `/deliveries?operation=${id}`;

function Body({ operation, denied }: { operation: BulkOperation; denied: string | null }) {
  const isPlan = operation.state === 'planned' || operation.state === 'expired';
  return (
    <div className="flex flex-col gap-6">
      {isPlan ? null : (
        <section aria-label="Progress" className="flex flex-col gap-3">
          <ProgressBar
            label={`${KIND_WORDS[operation.kind]} of ${itemsText(operation.target, operation.total)}`}
            share={shareOf(operation)}
            text={progressText(operation)}
          />
          <p role="status" className="figures text-ink-2 text-sm">
            {progressText(operation)}
            {isLive(operation) ? `, about ${formatDuration(leftMs(operation))} left` : ''}
          </p>
          <Changes operation={operation} denied={denied} />
          <Counts operation={operation} />
          {operation.capped ? (
            <p className="text-redact-text text-sm">It ended at its limit: more would have matched.</p>
          ) : null}
          {operation.error ? <p className="text-block-text text-sm">{operation.error}</p> : null}
          <Link href={hrefOf(operation)} className="w-fit text-accent-text text-sm hover:underline">
            {operation.target === 'events' ? 'Show the events' : 'Show its deliveries'}
          </Link>
        </section>
      )}
      <section className="flex flex-col gap-2">
        <h3 className="font-semibold text-base">Plan</h3>
        <PlanSummary operation={operation} />
      </section>
      <section className="flex flex-col gap-2">
        <h3 className="font-semibold text-base">Facts</h3>
        <Facts>
          <Fact name="Takes">
            {operation.filter ? (
              <FilterText
                filter={operation.filter}
                all={operation.target === 'events' ? 'Every event' : 'Every delivery'}
              />
            ) : (
              itemsText(operation.target, operation.ids ?? 0)
            )}
          </Fact>
          <Fact name="Rate">{operation.rate_per_second} a second</Fact>
          <Fact name="Limit">{formatNumber(operation.limit)}</Fact>
          {operation.reason ? <Fact name="Reason">{operation.reason}</Fact> : null}
          {operation.kind === 'replay' ? (
            <Fact name="Goes to">
              {operation.only_new ? 'destinations that never had it' : 'every destination chosen now'}
            </Fact>
          ) : null}
          <Fact name="By">{operation.created_by.name}</Fact>
          <Fact name="Planned">
            <Time at={operation.created_at} exact />
          </Fact>
          <Fact name="Started">
            <Time at={operation.started_at} exact never="not yet" />
          </Fact>
          <Fact name="Ended">
            <Time at={operation.finished_at} exact never="not yet" />
          </Fact>
          <Fact name="Operation">
            <Id id={operation.id} of="operation id" full />
          </Fact>
        </Facts>
      </section>
    </div>
  );
}

function OpenOperation({ id, mayWrite, ...frame }: DrawerFrame & { id: string; mayWrite: boolean }) {
  const query = useRecord<BulkOperation>('/bulk_operations', `/${id}`, { refetchIntervalMs: POLL_MS });
  const operation = query.data;
  return (
    <Drawer
      open
      {...frame}
      title={
        operation
          ? `${KIND_WORDS[operation.kind]} ${itemsText(operation.target, operation.total)}`
          : 'Bulk operation'
      }
      subtitle={operation ? <StatusBadge kind="bulk" value={operation.state} /> : null}
    >
      <Loaded query={query} what="The operation could not be loaded">
        {(loaded) => <Body operation={loaded} denied={denial(mayWrite, 'deliveries:write')} />}
      </Loaded>
    </Drawer>
  );
}

export type BulkDrawerProps = DrawerFrame & { id: string | null; mayWrite: boolean };

/** One operation beside the list: live progress, what was done, and how it was planned. */
export function BulkDrawer({ id, ...rest }: BulkDrawerProps) {
  return id === null ? null : <OpenOperation id={id} {...rest} />;
}
