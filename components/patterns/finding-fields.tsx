'use client';

import { DeepField } from '#components/record/deep-field.tsx';
import { WordsInput } from '#components/record/words-input.tsx';
import { Field } from '#components/ui/field.tsx';
import { FormSection } from '#components/ui/form-page.tsx';
import { Input, Textarea } from '#components/ui/input.tsx';
import { Checkbox } from '#components/ui/toggles.tsx';
import type { ValidatorName } from '#lib/dlp/schema.ts';
import type { PatternDraft, SetDraft } from './pattern-draft.ts';
import { FLAG_WORDS, optionsOf, VALIDATOR_WORDS } from './words.ts';

export type PatternFieldsProps = {
  draft: PatternDraft;
  set: SetDraft;
  /** Found while typing, by path. */
  faults: ReadonlyMap<string, string>;
};

const toggled = <T,>(list: readonly T[], one: T, on: boolean): T[] =>
  on ? [...list, one] : list.filter((other) => other !== one);

/** What the pattern looks for. */
export function FindingFields({ draft, set, faults }: PatternFieldsProps) {
  return (
    <FormSection title="What it finds">
      <Field
        label="Regex"
        name="regex"
        required
        error={faults.get('regex')}
        hint="Whatever is written here, the time it takes grows only with the length of the text: look-arounds and back-references are refused."
      >
        <Textarea
          mono
          rows={3}
          maxLength={1000}
          spellCheck={false}
          autoComplete="off"
          value={draft.regex}
          // A line break in a regex is one somebody pasted along.
          onChange={(event) => set({ regex: event.target.value.replace(/\r?\n/g, '') })}
        />
      </Field>
      <fieldset className="flex flex-wrap gap-x-6 gap-y-2">
        <legend className="mb-1 font-medium text-sm">Flags</legend>
        {FLAG_WORDS.map(({ flag, word }) => (
          <Checkbox
            key={flag}
            label={
              <>
                {word} <code className="text-ink-3 text-xs">{flag}</code>
              </>
            }
            checked={draft.flags.includes(flag)}
            onChange={(on) => set({ flags: toggled([...draft.flags], flag, on).join('') })}
          />
        ))}
      </fieldset>
      <Field
        label="Group that holds the value"
        name="value_group"
        optional
        error={faults.get('value_group')}
        hint="Number or name of a group when the match holds more than the value. Empty: the whole match."
      >
        <Input
          mono
          className="max-w-40"
          value={draft.value_group}
          onChange={(event) => set({ value_group: event.target.value })}
          autoComplete="off"
          spellCheck={false}
        />
      </Field>
      <DeepField
        label="Keywords"
        name="keywords"
        optional
        hint="The regex is tried only on lines, or under keys, that hold one of these. Enter or a comma adds a word."
      >
        <WordsInput
          mono
          value={draft.keywords}
          onChange={(keywords) => set({ keywords })}
          placeholder="ghp_"
        />
      </DeepField>
      <DeepField
        label="Context words"
        name="context_words"
        optional
        hint="Near the value, or in its key, they raise the confidence."
      >
        <WordsInput
          mono
          value={draft.context_words}
          onChange={(context_words) => set({ context_words })}
          placeholder="card, payment"
        />
      </DeepField>
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 font-medium text-sm">Validators</legend>
        <div className="grid gap-x-6 gap-y-2 sm:grid-cols-2">
          {optionsOf(VALIDATOR_WORDS).map(({ value, label, hint }) => (
            <Checkbox
              key={value}
              label={label}
              hint={hint}
              checked={draft.validators.includes(value)}
              onChange={(on) => set({ validators: toggled<ValidatorName>(draft.validators, value, on) })}
            />
          ))}
        </div>
      </fieldset>
    </FormSection>
  );
}
