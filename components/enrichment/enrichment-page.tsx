'use client';

import { Plus, Tags } from 'lucide-react';
import { useMemo } from 'react';
import { DataTable } from '#components/data-table/data-table.tsx';
import type { Column } from '#components/data-table/table-model.ts';
import { useList } from '#components/data-table/use-list.ts';
import { denial } from '#components/record/denial.ts';
import { EnabledSwitch } from '#components/record/enabled-switch.tsx';
import { NewLink } from '#components/record/new-link.tsx';
import { PageHeader } from '#components/shell/page-header.tsx';
import { Time } from '#components/ui/time.tsx';
import type { EnrichmentRule } from '#lib/enrichment/schema.ts';

function Attributes({ rule }: { rule: EnrichmentRule }) {
  return (
    <span className="block max-w-prose truncate font-mono text-xs">
      {Object.entries(rule.attributes)
        .map(([name, value]) => `${name} = ${JSON.stringify(value)}`)
        .join(', ')}
    </span>
  );
}

function Condition({ rule }: { rule: EnrichmentRule }) {
  if (Object.keys(rule.filter).length === 0) return <span className="text-ink-2">every event</span>;
  return <span className="block max-w-prose truncate font-mono text-xs">{JSON.stringify(rule.filter)}</span>;
}

const columnsFor = (denied: string | null): readonly Column<EnrichmentRule>[] => [
  { id: 'name', header: 'Name', cell: (row) => row.name, sortValue: (row) => row.name },
  {
    id: 'enabled',
    header: 'Enabled',
    cell: (row) => (
      <EnabledSwitch base="/enrichment_rules" thing={row} enabled={row.enabled} denied={denied} />
    ),
    sortValue: (row) => row.enabled,
  },
  { id: 'filter', header: 'For', cell: (row) => <Condition rule={row} /> },
  { id: 'attributes', header: 'Adds', cell: (row) => <Attributes rule={row} /> },
  {
    id: 'position',
    header: 'Position',
    cell: (row) => row.position,
    sortValue: (row) => row.position,
    align: 'right',
    definition: 'Rules are applied from the lowest position up; a later one wins where two set one name',
  },
  {
    id: 'updated',
    header: 'Changed',
    cell: (row) => <Time at={row.updated_at} />,
    sortValue: (row) => row.updated_at,
  },
];

export function EnrichmentPage({ mayWrite }: { mayWrite: boolean }) {
  const denied = denial(mayWrite, 'enrichment_rules:write');
  const columns = useMemo(() => columnsFor(denied), [denied]);
  const list = useList<EnrichmentRule>('/enrichment_rules', { filters: [] });
  const create = (
    <NewLink href="/enrichment/new" icon={Plus} denied={denied}>
      New rule
    </NewLink>
  );
  return (
    <>
      <PageHeader action={create} />
      <DataTable
        id="enrichment"
        what="enrichment rules"
        noun="rule"
        columns={columns}
        list={list}
        rowId={(row) => row.id}
        rowHref={(row) => `/enrichment/${row.id}`}
        empty={{
          icon: Tags,
          sentence:
            'A rule adds attributes to the events that meet its filter, before they are scanned and delivered. There is none.',
          action: create,
        }}
      />
    </>
  );
}
