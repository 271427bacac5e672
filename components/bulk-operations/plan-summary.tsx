import { TriangleAlert } from 'lucide-react';
import { HorizontalBars } from '#components/charts/horizontal-bars.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import type { BulkOperation } from '#lib/bulk-operations/schema.ts';
import { cutMiddle } from '#lib/format/cut-middle.ts';
import { formatNumber } from '#lib/format/format-number.ts';
import { itemsText } from './bulk-words.ts';

type Kind = 'delivery' | 'event';

function Statuses({
  counts,
  kind,
  label,
}: {
  counts: BulkOperation['plan']['by_status'];
  kind: Kind;
  label: string;
}) {
  if (counts.length === 0) return null;
  return (
    <p className="flex flex-wrap items-center gap-2 text-sm">
      <span className="text-ink-3">{label}</span>
      {counts.map(({ status, count }) => (
        <span key={status} className="inline-flex items-center gap-1">
          <StatusBadge kind={kind} value={status} />
          <span className="figures">{formatNumber(count)}</span>
        </span>
      ))}
    </p>
  );
}

/** What an operation will act on, before it does: counts, warnings, the first items. */
export function PlanSummary({ operation }: { operation: BulkOperation }) {
  const { plan, target } = operation;
  const kind: Kind = target === 'events' ? 'event' : 'delivery';
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <p role="status" className="figures font-medium text-ink">
        {plan.capped ? 'More than ' : ''}
        {itemsText(target, plan.total)}
      </p>
      {plan.warnings.length > 0 ? (
        <ul aria-label="Warnings" className="flex flex-col gap-1 rounded-control bg-redact-soft px-3 py-2">
          {plan.warnings.map(({ code, detail }) => (
            <li key={`${code} ${detail}`} className="flex items-start gap-2 text-redact-text text-sm">
              <TriangleAlert size={14} aria-hidden className="h-5 shrink-0" />
              {detail}
            </li>
          ))}
        </ul>
      ) : null}
      <Statuses counts={plan.by_status} kind={kind} label="By status" />
      <Statuses counts={plan.left_out} kind={kind} label="Left out, because nothing can be done to them" />
      {plan.by_destination.length > 0 ? (
        <HorizontalBars
          label="By destination"
          emptyReason="None"
          bars={plan.by_destination.slice(0, 8).map(({ destination_id: id, destination, count }) => ({
            id,
            label: destination,
            value: count,
            tone: 'flight' as const,
          }))}
        />
      ) : null}
      {plan.sample.length > 0 ? (
        <details className="text-sm">
          <summary className="w-fit cursor-pointer rounded-badge text-ink-2 hover:text-ink">
            The first {plan.sample.length}
          </summary>
          <ul className="flex flex-col gap-1 pt-1">
            {plan.sample.map((one) => (
              <li key={one.id} className="flex min-w-0 flex-wrap items-center gap-2">
                <span className="font-mono text-xs">{cutMiddle(one.id)}</span>
                <bdi className="min-w-0 truncate">{one.name ?? 'No longer kept'}</bdi>
                {one.destination ? <span className="text-ink-3">to {one.destination}</span> : null}
                <StatusBadge kind={kind} value={one.status} />
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </div>
  );
}
