'use client';

import { Plus, Trash2 } from 'lucide-react';
import { useId } from 'react';
import { Button, IconButton } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { FormSection } from '#components/ui/form-page.tsx';
import { Input } from '#components/ui/input.tsx';
import { MAX_RETENTION_RULES } from '#lib/retention/schema.ts';
import { type RetentionDraft, type RuleDraft, withRule } from './retention-draft.ts';

export type DraftProps = {
  draft: RetentionDraft;
  onChange: (draft: RetentionDraft) => void;
  denied: string | null;
};

type RowProps = {
  rule: RuleDraft;
  index: number;
  list: string;
  denied: string | null;
  onChange: (change: Partial<RuleDraft>) => void;
  onRemove: () => void;
};

function RuleRow({ rule, index, list, denied, onChange, onRemove }: RowProps) {
  const name = rule.category || `rule ${index + 1}`;
  return (
    <li className="flex items-start gap-2">
      <div className="min-w-0 flex-1">
        <Field
          label={<span className="sr-only">Category {index + 1}</span>}
          name={`rules[${index}].category`}
        >
          <Input
            mono
            list={list}
            value={rule.category}
            readOnly={denied !== null}
            placeholder="checkout"
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => onChange({ category: event.target.value })}
          />
        </Field>
      </div>
      <div className="w-28">
        <Field label={<span className="sr-only">Days for {name}</span>} name={`rules[${index}].days`}>
          <DaysInput value={rule.days} denied={denied} onChange={(days) => onChange({ days })} />
        </Field>
      </div>
      <div className="pt-1">
        <IconButton icon={Trash2} label={`Remove ${name}`} disabledReason={denied} onClick={onRemove} />
      </div>
    </li>
  );
}

export type DaysInputProps = { value: string; denied: string | null; onChange: (text: string) => void };

/** A number with its unit. */
export function DaysInput({ value, denied, onChange }: DaysInputProps) {
  return (
    <span className="flex items-center gap-2">
      <Input
        type="number"
        min={1}
        max={3650}
        step={1}
        value={value}
        readOnly={denied !== null}
        className="max-w-20"
        onChange={(event) => onChange(event.target.value)}
      />
      <span aria-hidden className="text-ink-2 text-sm">
        days
      </span>
    </span>
  );
}

/** Categories that are kept for longer or shorter than the others. */
export function RulesField({ draft, onChange, denied, known }: DraftProps & { known: readonly string[] }) {
  const list = useId();
  const full = draft.rules.length >= MAX_RETENTION_RULES;
  return (
    <FormSection
      title="By category"
      hint={
        draft.rules.length === 0
          ? 'No rule yet: every category is kept for the default.'
          : 'The category exactly as events carry it.'
      }
    >
      <datalist id={list}>
        {known.map((category) => (
          <option key={category} value={category} />
        ))}
      </datalist>
      {draft.rules.length > 0 ? (
        <ul className="flex flex-col gap-1">
          {draft.rules.map((rule, index) => (
            <RuleRow
              key={rule.id}
              rule={rule}
              index={index}
              list={list}
              denied={denied}
              onChange={(change) =>
                onChange({
                  ...draft,
                  rules: draft.rules.map((one) => (one.id === rule.id ? { ...one, ...change } : one)),
                })
              }
              onRemove={() => onChange({ ...draft, rules: draft.rules.filter(({ id }) => id !== rule.id) })}
            />
          ))}
        </ul>
      ) : null}
      <div>
        <Button
          size="sm"
          icon={Plus}
          disabledReason={
            denied ?? (full ? `There are ${MAX_RETENTION_RULES}, the most that can be kept` : null)
          }
          onClick={() => onChange(withRule(draft, ''))}
        >
          Add rule
        </Button>
      </div>
    </FormSection>
  );
}
