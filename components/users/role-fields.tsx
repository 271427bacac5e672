'use client';

import { DeepField } from '#components/record/deep-field.tsx';
import { Checkbox } from '#components/ui/toggles.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';
import type { Role } from '#lib/auth/grants/schema.ts';

/** Permission name -> what it allows, in words. */
export type PermissionWords = Readonly<Record<string, string>>;

const EVERYTHING = 'all_all';

/** What somebody may do, by name; the words stand in each one's tooltip. */
function PermissionList({ permissions, words }: { permissions: readonly string[]; words: PermissionWords }) {
  if (permissions.includes(EVERYTHING))
    return <p className="text-ink-2 text-xs">Every permission, those of later versions too</p>;
  if (permissions.length === 0) return <p className="text-ink-3 text-xs">Nothing</p>;
  return (
    <ul className="flex flex-wrap gap-1">
      {permissions.toSorted().map((name) => (
        <li key={name}>
          <Tooltip content={words[name]}>
            <code className="block rounded-badge bg-sunken px-1.5 text-ink-2 text-xs leading-5">{name}</code>
          </Tooltip>
        </li>
      ))}
    </ul>
  );
}

export type RoleFieldsProps = {
  roles: readonly Role[];
  chosen: readonly string[];
  onChange: (names: string[]) => void;
  words: PermissionWords;
  denied: string | null;
};

/** The roles there are, each with what it permits. */
export function RoleFields({ roles, chosen, onChange, words, denied }: RoleFieldsProps) {
  return (
    <DeepField
      label="Roles"
      name="roles"
      hint="Together they decide what this person may do. A user without a role signs in and sees nothing."
    >
      <div className="divide-y rounded-panel border bg-panel">
        {roles.map((role) => (
          <div key={role.uuid} className="flex flex-col gap-1.5 px-3 py-2.5">
            <Checkbox
              label={role.name}
              hint={role.description}
              checked={chosen.includes(role.name)}
              disabledReason={denied}
              onChange={(on) =>
                onChange(on ? [...chosen, role.name] : chosen.filter((name) => name !== role.name))
              }
            />
            <div className="pl-6">
              <PermissionList permissions={role.permissions.map(({ name }) => name)} words={words} />
            </div>
          </div>
        ))}
      </div>
    </DeepField>
  );
}
