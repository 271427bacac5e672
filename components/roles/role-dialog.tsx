'use client';

import { useState } from 'react';
import { apiFetch } from '#components/ui/api.ts';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Form } from '#components/ui/form.tsx';
import { DangerZone } from '#components/ui/form-page.tsx';
import { Input } from '#components/ui/input.tsx';
import { notifyDone } from '#components/ui/toast.tsx';
import { Checkbox } from '#components/ui/toggles.tsx';
import type { Role } from '#lib/auth/grants/schema.ts';
import { formatCount } from '#lib/format/format-number.ts';

type RoleDialogProps = {
  /** Null: a new one. */
  role: Role | null;
  roles: readonly Role[];
  denied: string | null;
  onSaved: () => Promise<void>;
  onClose: () => void;
};

/** What a role is called, what it is for and which other roles it takes over from. */
export function RoleDialog({ role, roles, denied, onSaved, onClose }: RoleDialogProps) {
  const [parents, setParents] = useState<readonly string[]>(role?.parents ?? []);
  const others = roles.filter(({ uuid }) => uuid !== role?.uuid);
  const submit = async (fields: FormData) => {
    const body = { name: fields.get('name'), description: fields.get('description'), parents };
    const path = role === null ? '/roles' : `/roles/${encodeURIComponent(role.name)}`;
    await apiFetch(path, { method: role === null ? 'POST' : 'PATCH', body });
    notifyDone(role === null ? 'Role created' : 'Role saved');
    await onSaved();
    onClose();
  };
  const remove = async () => {
    if (role === null) return;
    await apiFetch(`/roles/${encodeURIComponent(role.name)}`, { method: 'DELETE' });
    notifyDone(`${role.name} deleted`);
    await onSaved();
    onClose();
  };
  return (
    <Dialog open wide onClose={onClose} title={role === null ? 'New role' : role.name}>
      <Form
        onSubmit={submit}
        submitLabel={role === null ? 'Create role' : 'Save role'}
        submitDisabledReason={denied}
        note={denied}
        onCancel={onClose}
      >
        <Field
          label="Name"
          name="name"
          required
          hint={
            role?.built_in
              ? 'It comes with the product and keeps its name.'
              : 'Small letters, digits and _ . : -'
          }
        >
          <Input
            defaultValue={role?.name}
            readOnly={role?.built_in ?? false}
            autoComplete="off"
            className="font-mono"
          />
        </Field>
        <Field label="What it is for" name="description" optional>
          <Input defaultValue={role?.description} />
        </Field>
        <Field
          label="Takes over from"
          name="parents"
          hint="Whoever holds this role may do all that these allow as well."
          optional
        >
          <div className="flex flex-col gap-1 rounded-panel border p-2">
            {others.map(({ uuid, name, description }) => (
              <Checkbox
                key={uuid}
                label={name}
                hint={description}
                checked={parents.includes(name)}
                disabledReason={denied}
                onChange={(on) => setParents(on ? [...parents, name] : parents.filter((one) => one !== name))}
              />
            ))}
          </div>
        </Field>
      </Form>
      {role && !role.built_in ? (
        <div className="mt-6">
          <DangerZone
            action="Delete role"
            consequences={`Taken from ${formatCount(role.users, 'user')} at once, and from roles that take over from it.`}
            typed={role.name}
            onConfirm={remove}
            disabledReason={denied}
          />
        </div>
      ) : null}
    </Dialog>
  );
}
