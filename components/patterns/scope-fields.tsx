'use client';

import { DeepField } from '#components/record/deep-field.tsx';
import { WordsInput } from '#components/record/words-input.tsx';
import { FormSection } from '#components/ui/form-page.tsx';
import { Checkbox } from '#components/ui/toggles.tsx';
import type { SubjectKind } from '#lib/dlp/schema.ts';
import type { PatternDraft, SetDraft } from './pattern-draft.ts';
import { optionsOf, SUBJECT_WORDS } from './words.ts';

const LISTS = [
  {
    name: 'paths',
    label: 'Paths',
    hint: 'Only what is found there, as findings show it: data.order stands for all below it, * for one step.',
    placeholder: 'data.items[*].note',
  },
  {
    name: 'categories',
    label: 'Categories of events',
    hint: 'Only events of these.',
    placeholder: 'billing',
  },
  { name: 'clients', label: 'Clients', hint: 'Ids of client applications.', placeholder: 'an id' },
  { name: 'channels', label: 'Slack channels', hint: 'Ids of channels.', placeholder: 'C024BE91L' },
  { name: 'file_kinds', label: 'Kinds of file', hint: 'Such as pdf or csv.', placeholder: 'pdf' },
] as const;

/** Where the pattern looks. */
export function ScopeFields({ draft, set }: { draft: PatternDraft; set: SetDraft }) {
  const { scope } = draft;
  const change = (part: Partial<PatternDraft['scope']>) => set({ scope: { ...scope, ...part } });
  const { subjects } = scope;
  return (
    <FormSection title="Where it looks" hint="Empty: everywhere. What is filled in has to agree, all of it.">
      <fieldset className="flex flex-wrap gap-x-6 gap-y-2">
        <legend className="mb-1 font-medium text-sm">In</legend>
        {optionsOf<SubjectKind>(SUBJECT_WORDS).map(({ value, label }) => (
          <Checkbox
            key={value}
            label={label}
            checked={subjects.includes(value)}
            onChange={(on) =>
              change({ subjects: on ? [...subjects, value] : subjects.filter((one) => one !== value) })
            }
          />
        ))}
      </fieldset>
      {LISTS.map(({ name, label, hint, placeholder }) => (
        <DeepField key={name} label={label} name={`scope.${name}`} optional hint={hint}>
          <WordsInput
            mono
            value={scope[name]}
            onChange={(words) => change({ [name]: words })}
            placeholder={placeholder}
          />
        </DeepField>
      ))}
    </FormSection>
  );
}
