'use client';

import { useRef } from 'react';
import { DeepField } from '#components/record/deep-field.tsx';
import { WordsInput } from '#components/record/words-input.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input, Textarea } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { Checkbox } from '#components/ui/toggles.tsx';
import type { ConfigField } from '#lib/dispatch/destinations/describe-config.ts';
import type { DestinationKind } from '#lib/dispatch/destinations/schema.ts';
import { type ConfigDraft, fieldsOf, type RowDraft, type SecretDraft } from './config-draft.ts';
import { RecordField } from './record-field.tsx';
import { SecretInput } from './secret-field.tsx';

type Drawn<W extends ConfigField['widget'] = ConfigField['widget']> = {
  field: Extract<ConfigField, { widget: W }>;
  draft: ConfigDraft;
  set: (path: string, value: ConfigDraft[string]) => void;
  /** What is stored is for another host: no mask stands for it. */
  anew: boolean;
};

/** What every field says of itself: label, place of its faults, hint. */
const words = ({ title, path, description, optional, initial }: ConfigField) => ({
  label: title,
  name: `config.${path}`,
  hint: description,
  required: !optional,
  optional: optional && initial === undefined,
});

function TextField({ field, draft, set }: Drawn<'text'>) {
  return (
    <Field {...words(field)}>
      <Input
        mono={!field.prose}
        type={field.inputType}
        value={draft[field.path] as string}
        placeholder={field.placeholder}
        onChange={(event) => set(field.path, event.target.value)}
        autoComplete="off"
        spellCheck={field.prose ?? false}
        {...(field.maxLength === null ? {} : { maxLength: field.maxLength })}
      />
    </Field>
  );
}

const NOTHING: SecretDraft = { value: '', isStored: false };

function SecretField({ field, draft, set, anew }: Drawn) {
  const typed = draft[field.path] as SecretDraft;
  const wasStored = useRef(typed.isStored);
  const secret = anew && typed.isStored ? NOTHING : typed;
  return (
    <Field {...words(field)}>
      <SecretInput
        secret={secret}
        wasStored={wasStored.current && !anew}
        placeholder={field.placeholder}
        onChange={(next) => set(field.path, next)}
      />
    </Field>
  );
}

function AreaField({ field, draft, set }: Drawn<'multiline' | 'json'>) {
  const value = draft[field.path] as string;
  return (
    <DeepField {...words(field)}>
      <Textarea
        mono={!field.prose}
        rows={2}
        className="field-sizing-content"
        value={value}
        placeholder={field.placeholder}
        onChange={(event) => set(field.path, event.target.value)}
        spellCheck={field.prose ?? false}
        {...(field.widget === 'multiline' && field.maxLength !== null ? { maxLength: field.maxLength } : {})}
      />
    </DeepField>
  );
}

function NumberField({ field, draft, set }: Drawn<'number'>) {
  return (
    <Field {...words(field)}>
      <div className="w-40">
        <Input
          inputMode="decimal"
          value={draft[field.path] as string}
          placeholder={field.placeholder}
          onChange={(event) => set(field.path, event.target.value)}
          autoComplete="off"
        />
      </div>
    </Field>
  );
}

function ChoiceField({ field, draft, ...rest }: Drawn<'choice'>) {
  const path = `${field.path}.${field.by}`;
  const branch = field.options.find(({ value }) => value === draft[path]);
  return (
    <>
      <Field {...words(field)} name={`config.${path}`}>
        <Select
          className="w-full sm:w-72"
          options={field.options}
          value={draft[path] as string}
          onChange={(value) => rest.set(path, value)}
        />
      </Field>
      {branch && branch.fields.length > 0 ? (
        // Another branch is another form: what it remembers of a stored secret is not this one's.
        <div key={branch.value} className="flex flex-col gap-4 border-l-2 pl-4">
          <Fields fields={branch.fields} draft={draft} {...rest} />
        </div>
      ) : null}
    </>
  );
}

function OneField({ field, ...rest }: Drawn) {
  const { draft, set, anew } = rest;
  switch (field.widget) {
    case 'group':
      return (
        <fieldset className="flex flex-col gap-4 border-l-2 pl-4">
          <legend className="mb-1 font-medium text-sm">{field.title}</legend>
          <Fields fields={field.fields} {...rest} />
        </fieldset>
      );
    case 'choice':
      return <ChoiceField field={field} {...rest} />;
    case 'select':
      return (
        <Field {...words(field)} required={false} optional={false}>
          <Select
            className="w-full sm:w-72"
            options={field.options}
            value={draft[field.path] as string}
            onChange={(value) => set(field.path, value)}
          />
        </Field>
      );
    case 'checkbox':
      return (
        <Checkbox
          label={field.title}
          hint={field.description}
          checked={draft[field.path] as boolean}
          onChange={(on) => set(field.path, on)}
        />
      );
    case 'record':
      return (
        <RecordField
          field={field}
          rows={draft[field.path] as RowDraft[]}
          anew={anew}
          onChange={(rows) => set(field.path, rows)}
        />
      );
    case 'list':
      return (
        <DeepField {...words(field)}>
          <WordsInput
            mono
            value={draft[field.path] as string[]}
            placeholder={field.placeholder}
            onChange={(list) => set(field.path, list)}
          />
        </DeepField>
      );
    case 'number':
      return <NumberField field={field} {...rest} />;
    case 'json':
      return <AreaField field={field} {...rest} />;
    default:
      if (field.secret) return <SecretField field={field} {...rest} />;
      return field.widget === 'multiline' ? (
        <AreaField field={field} {...rest} />
      ) : (
        <TextField field={field} {...rest} />
      );
  }
}

function Fields({ fields, ...rest }: Omit<Drawn, 'field'> & { fields: readonly ConfigField[] }) {
  return fields.map((field) => <OneField key={field.path} field={field} {...rest} />);
}

export type ConfigFieldsProps = {
  kind: DestinationKind;
  draft: ConfigDraft;
  onChange: (draft: ConfigDraft) => void;
  /** By which members it leads to another host than what is stored. */
  moved: readonly string[];
};

/** What the kind needs to know, drawn from its schema. */
export function ConfigFields({ kind, draft, onChange, moved }: ConfigFieldsProps) {
  return (
    <>
      <Fields
        key={kind}
        fields={fieldsOf(kind)}
        draft={draft}
        set={(path, value) => onChange({ ...draft, [path]: value })}
        anew={moved.length > 0}
      />
      <p
        role="status"
        className="rounded-panel bg-redact-soft px-3 py-2 text-redact-text text-sm empty:hidden"
      >
        {moved.length > 0
          ? 'This leads to another host. Secrets that are stored for the old one are not sent to it: give each of them anew.'
          : null}
      </p>
    </>
  );
}
