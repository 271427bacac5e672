'use client';

import { Field } from '#components/ui/field.tsx';
import { FormSection } from '#components/ui/form-page.tsx';
import { Input } from '#components/ui/input.tsx';
import { Checkbox } from '#components/ui/toggles.tsx';
import type { CharacterKind } from '#lib/dlp/schema.ts';
import type { PatternFieldsProps } from './finding-fields.tsx';
import { CHARACTER_WORDS, optionsOf } from './words.ts';

const REGEXES = [
  { name: 'before', label: 'Right before it', hint: 'What has to stand there, such as (?:^|[^0-9.])' },
  { name: 'after', label: 'Right after it', hint: 'Such as (?:$|[^0-9])' },
  { name: 'must_not_match', label: 'Not with', hint: 'A value in which this is found is dropped' },
] as const;

/** What is asked of a match beyond its own form, in place of look-arounds. */
export function BesideFields({ draft, set, faults }: PatternFieldsProps) {
  const { must_contain: kinds } = draft;
  return (
    <FormSection title="What has to hold besides">
      {REGEXES.map(({ name, label, hint }) => (
        <Field key={name} label={label} name={name} optional error={faults.get(name)} hint={hint}>
          <Input
            mono
            value={draft[name]}
            maxLength={500}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => set({ [name]: event.target.value })}
          />
        </Field>
      ))}
      <fieldset className="flex flex-wrap gap-x-6 gap-y-2">
        <legend className="mb-1 font-medium text-sm">The value holds</legend>
        {optionsOf<CharacterKind>(CHARACTER_WORDS).map(({ value, label }) => (
          <Checkbox
            key={value}
            label={label}
            checked={kinds.includes(value)}
            onChange={(on) =>
              set({ must_contain: on ? [...kinds, value] : kinds.filter((one) => one !== value) })
            }
          />
        ))}
      </fieldset>
      <Field
        label="Context window"
        name="context_window"
        hint="How many characters on either side are searched for context words, up to 500"
      >
        <Input
          type="number"
          min={0}
          max={500}
          className="max-w-40"
          value={draft.context_window}
          onChange={(event) => set({ context_window: Number(event.target.value) })}
        />
      </Field>
    </FormSection>
  );
}
