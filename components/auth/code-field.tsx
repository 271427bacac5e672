'use client';

import { useState } from 'react';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';

export type CodeFieldProps = { hasAuthenticator: boolean; error: string | undefined };

/** The second step of a sign-in: six digits of the authenticator, or a recovery code for whoever has lost it. */
export function CodeField({ hasAuthenticator, error }: CodeFieldProps) {
  const [recovers, setRecovers] = useState(!hasAuthenticator);
  return (
    <div className="flex flex-col gap-2">
      <Field
        label={recovers ? 'Recovery code' : 'Code of your authenticator'}
        name="code"
        error={error}
        required
        hint={
          recovers ? 'One of the ten you stored. Each opens once.' : 'Six digits, a new one each half minute.'
        }
      >
        <Input
          key={String(recovers)}
          inputMode={recovers ? 'text' : 'numeric'}
          autoComplete={recovers ? 'off' : 'one-time-code'}
          autoCapitalize="none"
          spellCheck={false}
          maxLength={64}
          autoFocus
        />
      </Field>
      {hasAuthenticator ? (
        <button
          type="button"
          className="self-start rounded-badge text-accent-text text-sm hover:underline"
          onClick={() => setRecovers(!recovers)}
        >
          {recovers ? 'Use the authenticator' : 'Use a recovery code'}
        </button>
      ) : null}
    </div>
  );
}
