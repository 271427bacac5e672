'use client';

import { KeyRound, Plus } from 'lucide-react';
import { useMemo } from 'react';
import { DataTable } from '#components/data-table/data-table.tsx';
import type { Column } from '#components/data-table/table-model.ts';
import { useList } from '#components/data-table/use-list.ts';
import { denial } from '#components/record/denial.ts';
import { EnabledSwitch } from '#components/record/enabled-switch.tsx';
import { ENABLED_FILTER, NAME_FILTER } from '#components/record/list-filters.ts';
import { NewLink } from '#components/record/new-link.tsx';
import { PageHeader } from '#components/shell/page-header.tsx';
import { Id } from '#components/ui/id.tsx';
import { Time } from '#components/ui/time.tsx';
import type { Client } from '#lib/clients/schema.ts';
import { Categories, Expiry, SecretTraces } from './client-cells.tsx';

const FILTERS = [NAME_FILTER, ENABLED_FILTER];

const columnsFor = (denied: string | null): readonly Column<Client>[] => [
  { id: 'name', header: 'Name', cell: (row) => row.name, sortValue: (row) => row.name },
  {
    id: 'enabled',
    header: 'Enabled',
    cell: (row) => (
      <EnabledSwitch
        base="/clients"
        thing={{ id: row.client_id, name: row.name }}
        enabled={row.enabled}
        denied={denied}
      />
    ),
    sortValue: (row) => row.enabled,
    definition: 'The tokens of a disabled client are refused',
  },
  {
    id: 'last_used',
    header: 'Last used',
    cell: (row) => <Time at={row.last_used_at} never="never used" />,
    sortValue: (row) => row.last_used_at,
    definition: 'When a token of this client was last taken',
  },
  {
    id: 'secret',
    header: 'Secret key',
    cell: (row) => <SecretTraces client={row} />,
    definition: 'Its beginning and its last four characters; the rest is never shown again',
  },
  {
    id: 'categories',
    header: 'May send',
    cell: (row) => <Categories client={row} />,
  },
  {
    id: 'expires',
    header: 'Expires',
    cell: (row) => <Expiry at={row.expires_at} />,
    sortValue: (row) => row.expires_at,
  },
  {
    id: 'client_id',
    header: 'Client id',
    cell: (row) => <Id id={row.client_id} of="client id" />,
    hidden: true,
  },
  {
    id: 'created',
    header: 'Created',
    cell: (row) => <Time at={row.created_at} />,
    sortValue: (row) => row.created_at,
  },
];

export function ClientsPage({ mayWrite }: { mayWrite: boolean }) {
  const denied = denial(mayWrite, 'clients:write');
  const columns = useMemo(() => columnsFor(denied), [denied]);
  const list = useList<Client>('/clients', { filters: FILTERS });
  const create = (
    <NewLink href="/clients/new" icon={Plus} denied={denied}>
      New client
    </NewLink>
  );
  return (
    <>
      <PageHeader action={create} />
      <DataTable
        id="clients"
        what="clients"
        noun="client"
        columns={columns}
        list={list}
        rowId={(row) => row.client_id}
        rowHref={(row) => `/clients/${row.client_id}`}
        empty={{
          icon: KeyRound,
          sentence:
            'A client is an application that may send events; it signs its own tokens. There is none.',
          action: create,
        }}
      />
    </>
  );
}
