'use client';

import { Clock, Dices, KeyRound } from 'lucide-react';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { RadioCards } from '#components/ui/radio-cards.tsx';
import { PRESETS, type SecretOrigin } from './presets.ts';
import type { SourceFieldsProps } from './source-fields.tsx';

const OPTIONS = [
  {
    value: 'made',
    label: 'Make one here',
    hint: 'Shown once, to be pasted at the sender',
    icon: Dices,
  },
  { value: 'given', label: 'The sender has one', hint: 'Paste it here now', icon: KeyRound },
  {
    value: 'later',
    label: 'Later',
    hint: 'The sender shows it once the address is there; until then every call is refused',
    icon: Clock,
  },
] as const satisfies readonly { value: SecretOrigin; label: string; hint: string; icon: unknown }[];

/** Where the secret of a new source comes from. */
export function SecretChoice({ draft, set }: SourceFieldsProps) {
  return (
    <>
      <RadioCards
        legend="Secret"
        name="secret-origin"
        options={OPTIONS}
        value={draft.secretOrigin}
        onChange={(secretOrigin) => set({ secretOrigin })}
        className="sm:grid-cols-3"
      />
      {draft.secretOrigin === 'given' ? (
        <Field label={PRESETS[draft.scheme].secretName} name="secret" required>
          <Input
            type="password"
            value={draft.secret}
            onChange={(event) => set({ secret: event.target.value })}
            autoComplete="off"
            spellCheck={false}
          />
        </Field>
      ) : null}
    </>
  );
}
