'use client';

import { apiFetch } from '#components/ui/api.ts';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Form } from '#components/ui/form.tsx';
import { Input } from '#components/ui/input.tsx';
import { notifyDone } from '#components/ui/toast.tsx';

type PermissionDialogProps = { denied: string | null; onSaved: () => Promise<void>; onClose: () => void };

/** A permission that other services ask about; the product itself asks for those it knows. */
export function PermissionDialog({ denied, onSaved, onClose }: PermissionDialogProps) {
  const submit = async (fields: FormData) => {
    const body = { name: fields.get('name'), description: fields.get('description') };
    await apiFetch('/permissions', { method: 'POST', body });
    notifyDone('Permission created');
    await onSaved();
    onClose();
  };
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title="New permission"
      description="A name that your services ask about. It never changes; what it is for can be put in words later."
    >
      <Form
        onSubmit={submit}
        submitLabel="Create permission"
        submitDisabledReason={denied}
        note={denied}
        onCancel={onClose}
      >
        <Field
          label="Name"
          name="name"
          required
          hint="Small letters, digits and _ . : - ; with .* or :* at its end it allows every name that begins so."
        >
          <Input autoComplete="off" placeholder="orders:refund" className="font-mono" />
        </Field>
        <Field label="What it allows" name="description" optional>
          <Input />
        </Field>
      </Form>
    </Dialog>
  );
}
