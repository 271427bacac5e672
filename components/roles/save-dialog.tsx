'use client';

import { Minus, Plus } from 'lucide-react';
import { apiFetch } from '#components/ui/api.ts';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { notifyDone } from '#components/ui/toast.tsx';
import type { Role } from '#lib/auth/grants/schema.ts';
import { formatCount } from '#lib/format/format-number.ts';
import { changesIn, type Draft, EVERYTHING } from './matrix.ts';

function Names({ names, sign }: { names: readonly string[]; sign: 'plus' | 'minus' }) {
  const Icon = sign === 'plus' ? Plus : Minus;
  const tone = sign === 'plus' ? 'text-pass-text' : 'text-block-text';
  return names.map((name) => (
    <li key={name} className="flex items-center gap-1.5">
      <Icon size={14} className={tone} aria-label={sign === 'plus' ? 'Added' : 'Taken out'} />
      <code className="text-xs">{name}</code>
      {name === EVERYTHING ? <span className="text-ink-3 text-xs">every permission there is</span> : null}
    </li>
  ));
}

type SaveDialogProps = {
  roles: readonly Role[];
  draft: Draft;
  onSaved: () => Promise<void>;
  onClose: () => void;
};

/** Says what is about to change for whom, and saves it role by role. */
export function SaveDialog({ roles, draft, onSaved, onClose }: SaveDialogProps) {
  const changed = roles.filter(({ name }) => name in draft);
  const users = changed.reduce((sum, role) => sum + role.users, 0);
  const save = async () => {
    try {
      for (const role of changed) {
        const { add, take } = draft[role.name] ?? { add: [], take: [] };
        const kept = role.permissions.map(({ name }) => name).filter((name) => !take.includes(name));
        await apiFetch(`/roles/${encodeURIComponent(role.name)}`, {
          method: 'PATCH',
          body: { permissions: [...kept, ...add] },
        });
      }
      notifyDone(`${formatCount(changed.length, 'role')} saved`);
      onClose();
    } finally {
      await onSaved();
    }
  };
  return (
    <ConfirmDialog
      open
      danger={false}
      onClose={onClose}
      title={`Save ${formatCount(changesIn(draft), 'change')}`}
      consequences={`In force within a second, without anybody signing in again: ${formatCount(users, 'user')} with ${changed.length === 1 ? 'this role' : 'these roles'}.`}
      action="Save"
      onConfirm={save}
    >
      <ul className="flex flex-col gap-3">
        {changed.map((role) => (
          <li key={role.uuid}>
            <h3 className="font-medium">{role.name}</h3>
            <ul aria-label={`Changes of ${role.name}`} className="mt-1 flex flex-col gap-0.5">
              <Names names={draft[role.name]?.add ?? []} sign="plus" />
              <Names names={draft[role.name]?.take ?? []} sign="minus" />
            </ul>
          </li>
        ))}
      </ul>
    </ConfirmDialog>
  );
}
