'use client';

import { useState } from 'react';
import { apiFetch } from '#components/ui/api.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Form } from '#components/ui/form.tsx';
import { Input } from '#components/ui/input.tsx';
import { OuterPage } from './outer-page.tsx';

/** Where somebody without his password has a link sent. */
export function ForgotPassword() {
  const [sentTo, setSentTo] = useState<string | null>(null);
  if (sentTo !== null) {
    return (
      <OuterPage title="Look into your mail">
        <p className="text-ink-2" role="status">
          If <bdi className="font-medium text-ink [overflow-wrap:anywhere]">{sentTo}</bdi> has an account
          here, a mail with a link is on its way. It opens once, within 30 minutes.
        </p>
        <p className="text-ink-3 text-sm">
          Nothing there after a few minutes? Look among the unwanted mail, or ask whoever manages the users of
          this console.
        </p>
        <ButtonLink href="/sign-in">Back to the sign-in</ButtonLink>
      </OuterPage>
    );
  }
  const submit = async (fields: FormData) => {
    const email = String(fields.get('email') ?? '').trim();
    await apiFetch('/password_resets', { method: 'POST', body: { email } });
    setSentTo(email);
  };
  return (
    <OuterPage title="Set a new password">
      <p className="text-ink-2">A link to set a new password comes to your address by mail.</p>
      <div className="w-full">
        <Form onSubmit={submit} submitLabel="Send the link" cancelHref="/sign-in">
          <Field label="E-mail" name="email" required>
            <Input type="email" autoComplete="username" autoCapitalize="none" spellCheck={false} autoFocus />
          </Field>
        </Form>
      </div>
    </OuterPage>
  );
}
