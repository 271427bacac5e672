'use client';

import { clsx } from 'clsx';
import { Check, CornerDownRight, Pencil } from 'lucide-react';
import { IconButton } from '#components/ui/button.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';
import type { Role } from '#lib/auth/grants/schema.ts';
import { formatCount } from '#lib/format/format-number.ts';
import { type CellState, type Draft, type Group, Matrix } from './matrix.ts';

type CellProps = {
  role: Role;
  permission: string;
  state: CellState;
  through: string | null;
  isChanged: boolean;
  denied: string | null;
  onToggle: () => void;
};

const STATE_WORDS: Readonly<Record<CellState, string>> = {
  own: 'allowed',
  through: 'allowed through',
  everything: 'allowed, like everything',
  none: 'not allowed',
};

function Cell({ role, permission, state, through, isChanged, denied, onToggle }: CellProps) {
  const words = `${STATE_WORDS[state]}${through ? ` ${through}` : ''}${isChanged ? ', not saved yet' : ''}`;
  return (
    <td className={clsx('border-l p-0 text-center', isChanged && 'bg-redact-soft')}>
      <Tooltip content={denied ? `${words}. ${denied}` : words}>
        <button
          type="button"
          aria-pressed={state === 'own'}
          aria-disabled={denied !== null}
          aria-label={`${role.name}: ${permission}, ${words}`}
          onClick={() => (denied === null ? onToggle() : undefined)}
          className="flex h-control-sm w-full items-center justify-center hover:bg-hover aria-disabled:cursor-default"
        >
          {state === 'own' ? <Check size={16} aria-hidden className="text-pass-text" /> : null}
          {state === 'through' || state === 'everything' ? (
            <CornerDownRight size={14} aria-hidden className="text-ink-3" />
          ) : null}
          {state === 'none' ? <span aria-hidden className="size-1 rounded-full bg-line" /> : null}
        </button>
      </Tooltip>
    </td>
  );
}

export type PermissionMatrixProps = {
  roles: readonly Role[];
  groups: readonly Group[];
  draft: Draft;
  denied: string | null;
  onToggle: (role: Role, permission: string) => void;
  onEdit: (role: Role) => void;
  onAsk: (permission: string) => void;
};

/** What each role allows: permissions down, roles across. What comes through another role is shown and not changed here. */
export function PermissionMatrix({
  roles,
  groups,
  draft,
  denied,
  onToggle,
  onEdit,
  onAsk,
}: PermissionMatrixProps) {
  const matrix = new Matrix(roles, draft);
  return (
    <section
      aria-label="What each role allows"
      className="max-h-[calc(100dvh-12rem)] overflow-auto rounded-panel border bg-panel"
    >
      <table className="w-full border-separate border-spacing-0 text-sm">
        <thead>
          <tr>
            <th
              scope="col"
              className="sticky top-0 left-0 z-20 min-w-56 border-b bg-panel px-3 py-2 text-left align-bottom font-medium text-ink-2 text-xs"
            >
              Permission
            </th>
            {roles.map((role) => (
              <th
                key={role.uuid}
                scope="col"
                className="sticky top-0 z-10 min-w-28 border-b border-l bg-panel px-2 py-2 text-center align-bottom font-medium"
              >
                <span className="flex items-center justify-center gap-1">
                  <Tooltip content={role.description || undefined}>
                    <span>{role.name}</span>
                  </Tooltip>
                  <IconButton
                    size="sm"
                    icon={Pencil}
                    label={`Change ${role.name}`}
                    onClick={() => onEdit(role)}
                  />
                </span>
                <span className="block font-normal text-ink-3 text-xs">
                  {formatCount(role.users, 'user')}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        {groups.map(({ label, rows }) => (
          <tbody key={label}>
            <tr>
              <th
                scope="rowgroup"
                colSpan={roles.length + 1}
                className="sticky left-0 border-b bg-sunken px-3 py-1 text-left font-medium text-ink-3 text-xs"
              >
                {label.replaceAll('_', ' ')}
              </th>
            </tr>
            {rows.map(({ name, description }) => (
              <tr key={name} className="[&>*]:border-b">
                <th scope="row" className="sticky left-0 z-10 bg-panel px-3 py-1 text-left font-normal">
                  <Tooltip content={description ? `${description}. Who may do this?` : 'Who may do this?'}>
                    <button
                      type="button"
                      onClick={() => onAsk(name)}
                      className="rounded-badge text-left font-mono text-xs hover:text-accent-text hover:underline"
                    >
                      {name}
                    </button>
                  </Tooltip>
                </th>
                {roles.map((role) => {
                  const changed = draft[role.name];
                  return (
                    <Cell
                      key={role.uuid}
                      role={role}
                      permission={name}
                      {...matrix.cell(role.name, name)}
                      isChanged={(changed?.add.includes(name) || changed?.take.includes(name)) ?? false}
                      denied={denied}
                      onToggle={() => onToggle(role, name)}
                    />
                  );
                })}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </section>
  );
}
