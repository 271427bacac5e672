'use client';

import { DeepField } from '#components/record/deep-field.tsx';
import { durationText } from '#components/record/duration-text.ts';
import { WordsInput } from '#components/record/words-input.tsx';
import { useZone } from '#components/ui/clock.ts';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { Checkbox } from '#components/ui/toggles.tsx';
import type { ClientFieldsProps } from './client-draft.ts';
import { LimitFields } from './limit-fields.tsx';

const LIFETIMES = [300, 900, 3_600, 10_800, 43_200, 86_400];

export function ClientFields({ draft, set }: ClientFieldsProps) {
  const zone = useZone();
  const lifetimes = [...new Set([...LIFETIMES, draft.max_token_lifetime_seconds])].toSorted((a, b) => a - b);
  return (
    <>
      <Field
        label="Name"
        name="name"
        required
        hint="The application that sends: billing, web-shop, crm-import"
      >
        <Input
          value={draft.name}
          maxLength={128}
          onChange={(event) => set({ name: event.target.value })}
          autoComplete="off"
          spellCheck={false}
        />
      </Field>
      <DeepField
        label="Allowed categories"
        name="allowed_categories"
        optional
        hint="Events of any other category are refused with 403. None: every category is taken."
      >
        <WordsInput
          mono
          value={draft.allowed_categories}
          onChange={(allowed_categories) => set({ allowed_categories })}
          placeholder="orders, payments"
        />
      </DeepField>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field
          label="Longest token lifetime"
          name="max_token_lifetime_seconds"
          hint="A token made for longer is refused."
        >
          <Select
            options={lifetimes.map((seconds) => ({
              value: String(seconds),
              label: durationText(seconds * 1_000),
            }))}
            value={String(draft.max_token_lifetime_seconds)}
            onChange={(value) => set({ max_token_lifetime_seconds: Number(value) })}
          />
        </Field>
        <Field
          label="Expires"
          name="expires_at"
          optional
          hint={`${zone} time. Empty: never. Afterwards its tokens are refused.`}
        >
          <Input
            type="datetime-local"
            value={draft.expires_at}
            onChange={(event) => set({ expires_at: event.target.value })}
          />
        </Field>
      </div>
      <LimitFields draft={draft} set={set} />
      <Checkbox
        name="scopes"
        label="May ask what users may do"
        hint="The scope authz:check: permission queries about anybody, with its own token."
        checked={draft.scopes.includes('authz:check')}
        onChange={(on) => set({ scopes: on ? ['authz:check'] : [] })}
      />
    </>
  );
}
