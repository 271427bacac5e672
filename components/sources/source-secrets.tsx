'use client';

import { useState } from 'react';
import { SecretRotation } from '#components/record/secret-rotation.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import type { CreatedSource, Source } from '#lib/sources/schema.ts';
import { PRESETS } from './presets.ts';

export const SHOWN_AFTERWARDS =
  'This is the only time it is shown. Afterwards only its last four characters remain visible.';

export function SourceSecrets({ source, denied }: { source: Source; denied: string | null }) {
  const [secret, setSecret] = useState('');
  return (
    <SecretRotation<CreatedSource>
      title="Secret"
      base="/sources"
      thing={source}
      secrets={source.secrets.map((one) => ({ ...one, traces: `…${one.last_four}` }))}
      oldShare={source.old_secret_share}
      denied={denied}
      radius=""
      signs="call"
      input={secret === '' ? {} : { secret }}
      onRotated={() => setSecret('')}
      reveal={(rotated) => [{ name: 'WEBHOOK_SECRET', value: rotated.secret ?? '' }]}
      description={SHOWN_AFTERWARDS}
      fields={
        <Field
          label={`New ${PRESETS[source.scheme].secretName.replace(/^\w/, (letter) => letter.toLowerCase())}`}
          name="secret"
          optional
          hint="As the sender shows it. Empty: one is made here, to be pasted at the sender."
        >
          <Input
            type="password"
            value={secret}
            onChange={(event) => setSecret(event.target.value)}
            autoComplete="off"
            spellCheck={false}
          />
        </Field>
      }
    />
  );
}
