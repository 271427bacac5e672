'use client';

import { Plus, Search } from 'lucide-react';
import { useState } from 'react';
import { denial } from '#components/record/denial.ts';
import { Loaded } from '#components/record/loaded.tsx';
import { useRecord, useRefresh } from '#components/record/use-record.ts';
import { PageHeader } from '#components/shell/page-header.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Input } from '#components/ui/input.tsx';
import type { Permission, Role } from '#lib/auth/grants/schema.ts';
import { formatCount } from '#lib/format/format-number.ts';
import { HoldersDialog } from './holders-dialog.tsx';
import { changesIn, type Draft, groupsOf, rowsOf, toggled } from './matrix.ts';
import { PermissionDialog } from './permission-dialog.tsx';
import { PermissionMatrix } from './permission-matrix.tsx';
import { RoleDialog } from './role-dialog.tsx';
import { SaveDialog } from './save-dialog.tsx';

type Asked =
  | { dialog: 'role'; role: Role | null }
  | { dialog: 'holders'; permission: string }
  | { dialog: 'permission' | 'save' }
  | null;

const NO_CHANGES: Draft = {};

type Shown = { roles: readonly Role[]; permissions: readonly Permission[] | null };

function Roles({ roles, permissions, denied }: Shown & { denied: string | null }) {
  const refreshRoles = useRefresh('/roles');
  const refreshPermissions = useRefresh('/permissions');
  const [draft, setDraft] = useState(NO_CHANGES);
  const [asked, setAsked] = useState<Asked>(null);
  const [text, setText] = useState('');
  const rows = rowsOf(permissions, roles).filter(({ name, description }) =>
    `${name} ${description}`.toLowerCase().includes(text.trim().toLowerCase()),
  );
  const refresh = async () => {
    await Promise.all([refreshRoles(), refreshPermissions()]);
  };
  const close = () => setAsked(null);
  const changes = changesIn(draft);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <div className="w-64">
          <Input
            icon={Search}
            aria-label="Filter permissions"
            placeholder="Filter permissions"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </div>
        <Button icon={Plus} disabledReason={denied} onClick={() => setAsked({ dialog: 'permission' })}>
          New permission
        </Button>
        <span className="ml-auto flex items-center gap-2">
          <span role="status" className="text-ink-2 text-sm">
            {changes > 0 ? `${formatCount(changes, 'change')} not saved` : null}
          </span>
          {changes > 0 ? (
            <>
              <Button onClick={() => setDraft(NO_CHANGES)}>Discard</Button>
              <Button variant="primary" onClick={() => setAsked({ dialog: 'save' })}>
                Review and save
              </Button>
            </>
          ) : null}
        </span>
      </div>
      {rows.length === 0 ? (
        <EmptyState icon={Search} sentence="No permission matches." />
      ) : (
        <PermissionMatrix
          roles={roles}
          groups={groupsOf(rows)}
          draft={draft}
          denied={denied}
          onToggle={(role, permission) => setDraft(toggled(draft, role, permission))}
          onEdit={(role) => setAsked({ dialog: 'role', role })}
          onAsk={(permission) => setAsked({ dialog: 'holders', permission })}
        />
      )}
      <PageHeader
        action={
          <Button
            variant="primary"
            icon={Plus}
            disabledReason={denied}
            onClick={() => setAsked({ dialog: 'role', role: null })}
          >
            New role
          </Button>
        }
      />
      {asked?.dialog === 'role' ? (
        <RoleDialog role={asked.role} roles={roles} denied={denied} onSaved={refresh} onClose={close} />
      ) : null}
      {asked?.dialog === 'holders' ? <HoldersDialog permission={asked.permission} onClose={close} /> : null}
      {asked?.dialog === 'permission' ? (
        <PermissionDialog denied={denied} onSaved={refresh} onClose={close} />
      ) : null}
      {asked?.dialog === 'save' ? (
        <SaveDialog
          roles={roles}
          draft={draft}
          onSaved={async () => {
            await refresh();
            setDraft(NO_CHANGES);
          }}
          onClose={close}
        />
      ) : null}
    </div>
  );
}

/** What each role allows, as a table that is changed in place and saved at once. */
export function RolesPage({ mayWrite }: { mayWrite: boolean }) {
  const denied = denial(mayWrite, 'permissions_admin');
  const roles = useRecord<{ items: Role[] }>('/roles', '');
  const permissions = useRecord<{ items: Permission[] }>('/permissions', mayWrite ? '' : null);
  return (
    <Loaded query={roles} what="The roles could not be loaded">
      {({ items }) =>
        mayWrite ? (
          <Loaded query={permissions} what="The permissions could not be loaded">
            {(all) => <Roles roles={items} permissions={all.items} denied={denied} />}
          </Loaded>
        ) : (
          <Roles roles={items} permissions={null} denied={denied} />
        )
      }
    </Loaded>
  );
}
