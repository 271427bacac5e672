'use client';

import { PackageCheck, RotateCcw, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { BulkDialog, type BulkRequest } from '#components/bulk-operations/bulk-dialog.tsx';
import { denial } from '#components/record/denial.ts';
import { Loaded } from '#components/record/loaded.tsx';
import { useRecord } from '#components/record/use-record.ts';
import { PageHeader } from '#components/shell/page-header.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time.tsx';
import type { Shelf, ShelfGroup } from '#lib/dispatch/deliveries/schema.ts';
import { formatCount, formatNumber } from '#lib/format/format-number.ts';

const REFRESH_MS = 10_000;
const CRUMBS = [{ label: 'Deliveries', href: '/deliveries' }];

const filterOf = (group: ShelfGroup): Record<string, string> => ({
  status: 'dead',
  destination: group.destination_id,
  ...(group.reason === null ? {} : { reason: group.reason }),
});

type Ask = (request: BulkRequest) => void;

function Group({ group, denied, onAsk }: { group: ShelfGroup; denied: string | null; onAsk: Ask }) {
  const filter = filterOf(group);
  const away = group.destination_deleted
    ? 'The destination is deleted'
    : group.destination_enabled
      ? null
      : 'The destination is disabled: enable it first';
  return (
    <li className="flex min-w-0 flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2">
      <div className="min-w-0 flex-1 basis-64">
        <Link
          href={`/deliveries?${new URLSearchParams(filter)}`}
          className="rounded-badge [overflow-wrap:anywhere] hover:underline"
        >
          {group.reason ?? 'No reason is known'}
        </Link>
        <p className="text-ink-3 text-xs">
          Oldest made <Time at={group.oldest_at} />, last one died <Time at={group.latest_at} />
        </p>
      </div>
      <span className="figures text-right font-medium">
        {formatCount(group.count, 'delivery', 'deliveries')}
      </span>
      <span className="flex gap-1">
        <Button
          size="sm"
          icon={RotateCcw}
          disabledReason={denied ?? away}
          onClick={() => onAsk({ kind: 'retry', filter })}
        >
          Redrive
        </Button>
        <Button
          size="sm"
          variant="danger-quiet"
          icon={Trash2}
          disabledReason={denied}
          onClick={() => onAsk({ kind: 'discard', filter })}
        >
          Discard
        </Button>
      </span>
    </li>
  );
}

function Groups({ shelf, denied, onAsk }: { shelf: Shelf; denied: string | null; onAsk: Ask }) {
  if (shelf.groups.length === 0) {
    return (
      <EmptyState icon={PackageCheck} sentence="The shelf is empty: no delivery has used up its attempts." />
    );
  }
  const byDestination = [...Map.groupBy(shelf.groups, (group) => group.destination_id).values()];
  return byDestination.map((groups) => {
    const [first] = groups;
    if (!first) return null;
    const count = groups.reduce((sum, group) => sum + group.count, 0);
    return (
      <Panel
        key={first.destination_id}
        title={first.destination}
        note={`${first.kind}, ${formatCount(count, 'dead delivery', 'dead deliveries')}`}
        flush
      >
        <ul aria-label={`Reasons of ${first.destination}`} className="divide-y divide-line">
          {groups.map((group) => (
            <Group key={group.reason ?? ''} group={group} denied={denied} onAsk={onAsk} />
          ))}
        </ul>
      </Panel>
    );
  });
}

/** Dead deliveries by destination and reason, each group to be redriven or discarded as a whole. */
export function ShelfPage({ mayWrite }: { mayWrite: boolean }) {
  const query = useRecord<Shelf>('/deliveries', '/shelf', { refetchIntervalMs: REFRESH_MS });
  const [asked, setAsked] = useState<BulkRequest | null>(null);
  const denied = denial(mayWrite, 'deliveries:write');
  const total = query.data?.total ?? 0;
  return (
    <>
      <PageHeader
        title="Dead"
        crumbs={CRUMBS}
        description="Deliveries that used up their attempts wait here until they are redriven, which gives each a further attempt, or discarded."
        action={
          <Button
            icon={RotateCcw}
            variant="primary"
            disabledReason={denied ?? (total === 0 ? 'The shelf is empty' : null)}
            onClick={() => setAsked({ kind: 'retry', filter: { status: 'dead' } })}
          >
            Redrive all
          </Button>
        }
      />
      <Loaded query={query} what="The shelf could not be loaded">
        {(shelf) => (
          <div className="flex flex-col gap-4">
            {shelf.capped ? (
              <p role="status" className="text-ink-2 text-sm">
                Only the newest {formatNumber(shelf.total)} are grouped here; there are more.
              </p>
            ) : null}
            <Groups shelf={shelf} denied={denied} onAsk={setAsked} />
          </div>
        )}
      </Loaded>
      {asked ? (
        <BulkDialog request={asked} onClose={() => setAsked(null)} onStarted={() => setAsked(null)} />
      ) : null}
    </>
  );
}
