'use client';

import { DeepField } from '#components/record/deep-field.tsx';
import { WordsInput } from '#components/record/words-input.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Switch } from '#components/ui/toggles.tsx';
import type { ClientFieldsProps } from './client-draft.ts';

/** From where, how fast and how often with one token: what keeps a stolen secret from doing much. */
export function LimitFields({ draft, set }: ClientFieldsProps) {
  return (
    <>
      <DeepField
        label="Allowed addresses"
        name="address_ranges"
        optional
        hint="Calls from any other address are refused, and so are calls whose address is not known. None: from anywhere."
      >
        <WordsInput
          mono
          value={draft.address_ranges}
          onChange={(address_ranges) => set({ address_ranges })}
          placeholder="10.1.0.0/16, 2001:db8::/48"
        />
      </DeepField>
      <Field
        label="Calls per second"
        name="calls_per_second"
        optional
        hint="Calls beyond it are refused with 429, however many servers take them. Empty: no limit."
      >
        <Input
          type="number"
          min={1}
          max={100_000}
          step={1}
          value={draft.calls_per_second}
          onChange={(event) => set({ calls_per_second: event.target.value })}
        />
      </Field>
      <Switch
        label="One-time tokens"
        hint="On, each token the client signs counts for one call; a token that is sent again is refused."
        checked={draft.one_time_tokens}
        onChange={(one_time_tokens) => set({ one_time_tokens })}
      />
    </>
  );
}
