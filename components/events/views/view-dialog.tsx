'use client';

import { denial } from '#components/record/denial.ts';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Form } from '#components/ui/form.tsx';
import { Input } from '#components/ui/input.tsx';
import { Checkbox } from '#components/ui/toggles.tsx';

export type ViewFields = { name: string; shared: boolean };

export type ViewDialogProps = {
  title: string;
  /** What is kept, or what changes. */
  description: string;
  submitLabel: string;
  initial: ViewFields;
  mayShare: boolean;
  onSubmit: (fields: ViewFields) => Promise<void>;
  onClose: () => void;
};

/** The name of a view, and whether everybody sees it. */
export function ViewDialog(props: ViewDialogProps) {
  const { title, description, submitLabel, initial, mayShare, onSubmit, onClose } = props;
  const submit = async (fields: FormData) => {
    const shared = mayShare ? fields.has('shared') : initial.shared;
    await onSubmit({ name: String(fields.get('name') ?? '').trim(), shared });
    onClose();
  };
  return (
    <Dialog open onClose={onClose} title={title} description={description}>
      <Form onSubmit={submit} submitLabel={submitLabel} onCancel={onClose}>
        <Field label="Name" name="name" required>
          <Input defaultValue={initial.name} maxLength={128} autoComplete="off" />
        </Field>
        <Checkbox
          name="shared"
          label="Share with everybody"
          hint="Whoever may read events finds it among the shared views."
          defaultChecked={initial.shared}
          disabledReason={denial(mayShare, 'event_views:share')}
        />
      </Form>
    </Dialog>
  );
}
