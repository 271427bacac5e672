'use client';

import { EyeOff } from 'lucide-react';
import Link from 'next/link';
import { useMemo, useState } from 'react';
import { DataTable } from '#components/data-table/data-table.tsx';
import type { Column } from '#components/data-table/table-model.ts';
import type { FilterSpec } from '#components/data-table/table-state.ts';
import { useList } from '#components/data-table/use-list.ts';
import { useNeighbours } from '#components/data-table/use-neighbours.ts';
import { denial } from '#components/record/denial.ts';
import { useRefresh } from '#components/record/use-record.ts';
import { PageHeader } from '#components/shell/page-header.tsx';
import { apiFetch } from '#components/ui/api.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Drawer } from '#components/ui/drawer.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Fact, Facts } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time.tsx';
import { notifyDone } from '#components/ui/toast.tsx';
import type { Exclusion } from '#lib/dlp/exclusions/schema.ts';
import { formatNumber } from '#lib/format/format-number.ts';
import { ExclusionSuggestions } from './suggestions.tsx';

const FILTERS: readonly FilterSpec[] = [
  { key: 'q', label: 'Search', kind: 'text', placeholder: 'Reason, path or mask' },
];
const REFRESH_MS = 5_000;
const rowId = (exclusion: Exclusion) => exclusion.id;

function What({ exclusion }: { exclusion: Exclusion }) {
  const parts = [
    exclusion.masked && `the value ${exclusion.masked}`,
    exclusion.path && `under ${exclusion.path}`,
    exclusion.client_id && `from client ${exclusion.client_id}`,
    exclusion.channel && `in channel ${exclusion.channel}`,
  ].filter(Boolean);
  return <bdi className="font-mono text-xs">{parts.join(', ')}</bdi>;
}

function Ends({ exclusion }: { exclusion: Exclusion }) {
  if (exclusion.expired) return <Badge tone="dead">Expired</Badge>;
  return exclusion.expires_at ? (
    <Time at={exclusion.expires_at} />
  ) : (
    <span className="text-ink-3">Never</span>
  );
}

const COLUMNS: readonly Column<Exclusion>[] = [
  { id: 'what', header: 'Left out', cell: (row) => <What exclusion={row} /> },
  {
    id: 'pattern',
    header: 'Pattern',
    cell: (row) => row.pattern ?? <span className="text-ink-3">Every one</span>,
    sortValue: (row) => row.pattern ?? '',
  },
  { id: 'reason', header: 'Reason', cell: (row) => <bdi>{row.reason}</bdi>, sortValue: (row) => row.reason },
  {
    id: 'hits',
    header: 'Matches left out',
    align: 'right',
    cell: (row) => <span className="figures">{formatNumber(row.hits)}</span>,
    sortValue: (row) => row.hits,
    definition: 'Counted one by one: an excluded match is never silent.',
  },
  {
    id: 'last',
    header: 'Last',
    cell: (row) =>
      row.last_hit_at ? <Time at={row.last_hit_at} /> : <span className="text-ink-3">Not yet</span>,
  },
  { id: 'ends', header: 'Ends', cell: (row) => <Ends exclusion={row} /> },
  {
    id: 'by',
    header: 'Made by',
    cell: (row) => <bdi>{row.created_by}</bdi>,
    sortValue: (row) => row.created_by,
  },
];

function Details({
  exclusion,
  denied,
  onGone,
}: {
  exclusion: Exclusion;
  denied: string | null;
  onGone: () => void;
}) {
  const refresh = useRefresh('/exclusions');
  const [asks, setAsks] = useState(false);
  return (
    <div className="flex flex-col gap-6">
      <Facts>
        <Fact name="Left out">
          <What exclusion={exclusion} />
        </Fact>
        <Fact name="Pattern">
          {exclusion.pattern_id ? (
            <Link href={`/patterns/${exclusion.pattern_id}`} className="rounded-badge hover:underline">
              {exclusion.pattern}
            </Link>
          ) : (
            'Every one'
          )}
        </Fact>
        <Fact name="Reason">{exclusion.reason}</Fact>
        <Fact name="Matches left out">{formatNumber(exclusion.hits)}</Fact>
        <Fact name="Made">
          <Time at={exclusion.created_at} exact /> by <bdi>{exclusion.created_by}</bdi>
        </Fact>
        <Fact name="Ends">
          <Ends exclusion={exclusion} />
        </Fact>
      </Facts>
      <Button variant="danger" className="self-start" disabledReason={denied} onClick={() => setAsks(true)}>
        Delete exclusion
      </Button>
      {asks ? (
        <ConfirmDialog
          open
          onClose={() => setAsks(false)}
          title="Delete exclusion"
          consequences="What it left out is caught again, in what is scanned from now on."
          action="Delete exclusion"
          onConfirm={async () => {
            await apiFetch(`/exclusions/${exclusion.id}`, { method: 'DELETE' });
            notifyDone('The exclusion is deleted');
            onGone();
            await refresh('lists');
          }}
        />
      ) : null}
    </div>
  );
}

/** What is known to be no leak, and how often that was so. */
export function ExclusionsPage({ mayWrite }: { mayWrite: boolean }) {
  const list = useList<Exclusion>('/exclusions', { filters: FILTERS, refetchIntervalMs: REFRESH_MS });
  const neighbours = useNeighbours(list, rowId);
  const { open, setOpen } = list.state;
  const denied = denial(mayWrite, 'exclusions:write');
  const exclusion = useMemo(() => list.items.find(({ id }) => id === open), [list.items, open]);
  return (
    <div className="flex flex-col gap-3">
      <PageHeader />
      {denied === null ? <ExclusionSuggestions /> : null}
      <DataTable
        id="exclusions"
        what="exclusions"
        noun="exclusion"
        columns={COLUMNS}
        list={list}
        rowId={rowId}
        empty={{
          icon: EyeOff,
          sentence:
            'Nothing is excluded. A reviewer who closes a finding as a false positive can leave its value out of the scans from then on.',
          action: <ButtonLink href="/findings">See the findings</ButtonLink>,
        }}
      />
      <Drawer
        open={open !== null}
        title={exclusion ? `Exclusion from ${exclusion.pattern ?? 'every pattern'}` : 'Exclusion'}
        onClose={() => setOpen(null)}
        {...neighbours}
      >
        {exclusion ? (
          <Details exclusion={exclusion} denied={denied} onGone={() => setOpen(null)} />
        ) : (
          <EmptyState sentence="This exclusion is not on this page of the list, or was deleted." />
        )}
      </Drawer>
    </div>
  );
}
