'use client';

import { Plus, Users } from 'lucide-react';
import { useMemo } from 'react';
import { DataTable } from '#components/data-table/data-table.tsx';
import type { Column } from '#components/data-table/table-model.ts';
import type { FilterSpec } from '#components/data-table/table-state.ts';
import { useList } from '#components/data-table/use-list.ts';
import { useNeighbours } from '#components/data-table/use-neighbours.ts';
import { denial } from '#components/record/denial.ts';
import { EnabledSwitch } from '#components/record/enabled-switch.tsx';
import { ENABLED_FILTER } from '#components/record/list-filters.ts';
import { NewLink } from '#components/record/new-link.tsx';
import { useRecord } from '#components/record/use-record.ts';
import { PageHeader } from '#components/shell/page-header.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Time } from '#components/ui/time.tsx';
import type { Role } from '#lib/auth/grants/schema.ts';
import type { User } from '#lib/auth/schema.ts';
import type { PermissionWords } from './role-fields.tsx';
import { disabling, UserDrawer } from './user-drawer.tsx';

const rowId = (user: User) => user.id;

function filtersFor(roles: readonly Role[]): readonly FilterSpec[] {
  return [
    { key: 'q', label: 'Name or e-mail', kind: 'text', placeholder: 'Filter by name or e-mail' },
    ENABLED_FILTER,
    {
      key: 'role',
      label: 'Role',
      kind: 'select',
      options: roles.map(({ name }) => ({ value: name, label: name })),
    },
  ];
}

function Roles({ names }: { names: readonly string[] }) {
  if (names.length === 0) return <span className="text-ink-3">none</span>;
  return (
    <span className="flex gap-1">
      {names.map((name) => (
        <Badge key={name} tone={name === 'administrator' ? 'accent' : 'neutral'}>
          {name}
        </Badge>
      ))}
    </span>
  );
}

const columnsFor = (denied: string | null): readonly Column<User>[] => [
  { id: 'name', header: 'Name', cell: (row) => row.name, sortValue: (row) => row.name },
  { id: 'email', header: 'E-mail', cell: (row) => row.email, sortValue: (row) => row.email },
  { id: 'roles', header: 'Roles', cell: (row) => <Roles names={row.roles} /> },
  {
    id: 'enabled',
    header: 'Enabled',
    cell: (row) => (
      <EnabledSwitch base="/users" thing={row} enabled={row.enabled} denied={denied} loses={disabling(row)} />
    ),
    sortValue: (row) => row.enabled,
    definition: 'A disabled user cannot sign in',
  },
  {
    id: 'last_sign_in',
    header: 'Last sign-in',
    cell: (row) => <Time at={row.last_sign_in_at} never="never" />,
    sortValue: (row) => row.last_sign_in_at,
  },
  {
    id: 'sessions',
    header: 'Live sessions',
    cell: (row) => row.live_sessions,
    sortValue: (row) => row.live_sessions,
    align: 'right',
    definition: 'Browsers and tokens signed in at this moment',
  },
  {
    id: 'created',
    header: 'Created',
    cell: (row) => <Time at={row.created_at} />,
    sortValue: (row) => row.created_at,
    hidden: true,
  },
];

export type UsersPageProps = { mayWrite: boolean; words: PermissionWords; sendsMail: boolean };

export function UsersPage({ mayWrite, words, sendsMail }: UsersPageProps) {
  const denied = denial(mayWrite, 'users:write');
  const columns = useMemo(() => columnsFor(denied), [denied]);
  const roles = useRecord<{ items: Role[] }>('/roles', '');
  const filters = useMemo(() => filtersFor(roles.data?.items ?? []), [roles.data]);
  const list = useList<User>('/users', { filters });
  const neighbours = useNeighbours(list, rowId);
  const create = (
    <NewLink href="/users/new" icon={Plus} denied={denied}>
      New user
    </NewLink>
  );
  return (
    <>
      <PageHeader action={create} />
      <DataTable
        id="users"
        what="users"
        noun="user"
        columns={columns}
        list={list}
        rowId={rowId}
        empty={{ icon: Users, sentence: 'People who sign in to this console stand here.', action: create }}
      />
      <UserDrawer
        sendsMail={sendsMail}
        id={list.state.open}
        onClose={() => list.state.setOpen(null)}
        denied={denied}
        words={words}
        {...neighbours}
      />
    </>
  );
}
