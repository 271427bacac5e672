'use client';

import { PasswordInput } from '#components/auth/password-input.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Form } from '#components/ui/form.tsx';

export type PasswordDialogProps = {
  title: string;
  description: string;
  action: string;
  onClose: () => void;
  onSubmit: (password: string) => Promise<void>;
};

/** Asks who is there before something of the account changes. */
export function PasswordDialog({ title, description, action, onClose, onSubmit }: PasswordDialogProps) {
  return (
    <Dialog open onClose={onClose} title={title} description={description}>
      <Form
        submitLabel={action}
        onCancel={onClose}
        onSubmit={(fields) => onSubmit(String(fields.get('password') ?? ''))}
      >
        <Field label="Your password" name="password" required>
          <PasswordInput autoComplete="current-password" autoFocus />
        </Field>
      </Form>
    </Dialog>
  );
}
