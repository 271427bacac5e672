'use client';

import { Plus, Webhook } from 'lucide-react';
import { useMemo } from 'react';
import { DataTable } from '#components/data-table/data-table.tsx';
import type { Column } from '#components/data-table/table-model.ts';
import type { FilterSpec } from '#components/data-table/table-state.ts';
import { useList } from '#components/data-table/use-list.ts';
import { denial } from '#components/record/denial.ts';
import { EnabledSwitch } from '#components/record/enabled-switch.tsx';
import { ENABLED_FILTER, NAME_FILTER } from '#components/record/list-filters.ts';
import { NewLink } from '#components/record/new-link.tsx';
import { PageHeader } from '#components/shell/page-header.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Id } from '#components/ui/id.tsx';
import { Time } from '#components/ui/time.tsx';
import { SOURCE_SCHEMES, type Source } from '#lib/sources/schema.ts';
import { PRESETS } from './presets.ts';

const FILTERS: readonly FilterSpec[] = [
  NAME_FILTER,
  {
    key: 'scheme',
    label: 'Scheme',
    kind: 'select',
    options: SOURCE_SCHEMES.map((value) => ({ value, label: PRESETS[value].label })),
  },
  ENABLED_FILTER,
];

function Verified({ source }: { source: Source }) {
  if (source.scheme === 'unverified') return <Badge tone="block">Nothing is verified</Badge>;
  const [newest] = source.secrets;
  if (!newest) return <Badge tone="block">No secret: all refused</Badge>;
  return (
    <code translate="no" className="text-xs">
      …{newest.last_four}
    </code>
  );
}

const columnsFor = (denied: string | null): readonly Column<Source>[] => [
  { id: 'name', header: 'Name', cell: (row) => row.name, sortValue: (row) => row.name },
  {
    id: 'scheme',
    header: 'Scheme',
    cell: (row) => PRESETS[row.scheme].label,
    sortValue: (row) => PRESETS[row.scheme].label,
  },
  {
    id: 'enabled',
    header: 'Enabled',
    cell: (row) => <EnabledSwitch base="/sources" thing={row} enabled={row.enabled} denied={denied} />,
    sortValue: (row) => row.enabled,
    definition: 'The calls of a disabled source are refused',
  },
  {
    id: 'last_used',
    header: 'Last call taken',
    cell: (row) => <Time at={row.last_used_at} never="never" />,
    sortValue: (row) => row.last_used_at,
    definition: 'When a call was last found to be signed well',
  },
  {
    id: 'secret',
    header: 'Secret',
    cell: (row) => <Verified source={row} />,
    definition: 'The last four characters of the current one; the rest is never shown again',
  },
  { id: 'category', header: 'Category', cell: (row) => row.category, sortValue: (row) => row.category },
  { id: 'id', header: 'Source id', cell: (row) => <Id id={row.id} of="source id" />, hidden: true },
  {
    id: 'created',
    header: 'Created',
    cell: (row) => <Time at={row.created_at} />,
    sortValue: (row) => row.created_at,
  },
];

export function SourcesPage({ mayWrite }: { mayWrite: boolean }) {
  const denied = denial(mayWrite, 'sources:write');
  const columns = useMemo(() => columnsFor(denied), [denied]);
  const list = useList<Source>('/sources', { filters: FILTERS });
  const create = (
    <NewLink href="/sources/new" icon={Plus} denied={denied}>
      New source
    </NewLink>
  );
  return (
    <>
      <PageHeader action={create} />
      <DataTable
        id="sources"
        what="sources"
        noun="source"
        columns={columns}
        list={list}
        rowId={(row) => row.id}
        rowHref={(row) => `/sources/${row.id}`}
        empty={{
          icon: Webhook,
          sentence: 'A source is a service that sends signed webhooks, GitHub or Stripe say. There is none.',
          action: create,
        }}
      />
    </>
  );
}
