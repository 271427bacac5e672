'use client';

import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/browser';
import { PasswordInput } from '#components/auth/password-input.tsx';
import { apiFetch } from '#components/ui/api.ts';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Form } from '#components/ui/form.tsx';
import { Input } from '#components/ui/input.tsx';
import type { AddedFactor } from '#lib/auth/factors/schema.ts';
import type { FactorDialogProps } from './authenticator-dialog.tsx';

const WORDS: Readonly<Record<string, string>> = {
  NotAllowedError: 'The device did not make a passkey: it was cancelled, or took too long. Try again.',
  InvalidStateError: 'This device has a passkey for your account already.',
};

/** The browser's own errors, in words that help. */
function explained(error: unknown): Error {
  const name = error instanceof Error ? error.name : '';
  return new Error(WORDS[name] ?? 'This browser cannot make a passkey for this address.', { cause: error });
}

/** Password and name, then whatever the device asks. */
export function PasskeyDialog({ base, onClose, onAdded }: FactorDialogProps) {
  const submit = async (fields: FormData) => {
    const text = (name: string) => String(fields.get(name) ?? '').trim();
    const optionsJSON = await apiFetch<PublicKeyCredentialCreationOptionsJSON>(`${base}/passkeys/options`, {
      method: 'POST',
      body: { password: String(fields.get('password') ?? '') },
    });
    const { startRegistration } = await import('@simplewebauthn/browser');
    const response = await startRegistration({ optionsJSON }).catch((error: unknown) => {
      throw explained(error);
    });
    const body = { name: text('name') || 'Passkey', response };
    await onAdded(await apiFetch<AddedFactor>(`${base}/passkeys`, { method: 'POST', body }));
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Add a passkey"
      description="Your device makes it and keeps it; this console only learns how to recognise it."
    >
      <Form submitLabel="Make passkey" onCancel={onClose} onSubmit={submit}>
        <Field label="Name" name="name" required hint="To tell it from others: the device, for example.">
          <Input maxLength={80} defaultValue="This device" autoComplete="off" />
        </Field>
        <Field label="Your password" name="password" required>
          <PasswordInput autoComplete="current-password" autoFocus />
        </Field>
      </Form>
    </Dialog>
  );
}
