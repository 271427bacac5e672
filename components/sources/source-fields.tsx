'use client';

import { Field } from '#components/ui/field.tsx';
import { FormSection } from '#components/ui/form-page.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import type { SourceDraft } from './source-draft.ts';

export type SourceFieldsProps = { draft: SourceDraft; set: (change: Partial<SourceDraft>) => void };

type SettingProps = SourceFieldsProps & {
  name: keyof SourceDraft['settings'];
  label: string;
  hint: string;
  optional?: boolean;
  placeholder?: string;
};

function Setting({ draft, set, name, label, hint, optional = false, placeholder }: SettingProps) {
  return (
    <Field label={label} name={`settings.${name}`} hint={hint} optional={optional} required={!optional}>
      <Input
        value={draft.settings[name]}
        onChange={(event) => set({ settings: { ...draft.settings, [name]: event.target.value } })}
        autoComplete="off"
        spellCheck={false}
        {...(placeholder === undefined ? {} : { placeholder })}
      />
    </Field>
  );
}

const HASHES = ['sha256', 'sha1', 'sha512'].map((value) => ({ value, label: value }));
const ENCODINGS = ['hex', 'base64'].map((value) => ({ value, label: value }));

function SignatureFields(props: SourceFieldsProps) {
  const { draft, set } = props;
  const choose = (name: 'hash' | 'encoding') => (value: string) =>
    set({ settings: { ...draft.settings, [name]: value } });
  return (
    <FormSection title="Signature" hint="As the sender documents it.">
      <Setting
        {...props}
        name="header"
        label="Header of the signature"
        hint="Holds the HMAC of the body."
        placeholder="X-Signature"
      />
      <div className="grid items-start gap-4 sm:grid-cols-3">
        <Field label="Hash" name="settings.hash">
          <Select options={HASHES} value={draft.settings.hash} onChange={choose('hash')} />
        </Field>
        <Field label="Written as" name="settings.encoding">
          <Select options={ENCODINGS} value={draft.settings.encoding} onChange={choose('encoding')} />
        </Field>
        <Setting
          {...props}
          name="prefix"
          label="Prefix"
          hint="Stands before it."
          optional
          placeholder="sha256="
        />
      </div>
      <Setting
        {...props}
        name="timestamp_header"
        label="Header of the time"
        hint="Unix seconds, milliseconds or ISO 8601. What was signed over five minutes ago is refused."
        optional
        placeholder="X-Timestamp"
      />
      <Setting
        {...props}
        name="signed_content"
        label="What is signed"
        hint="{body}, {timestamp} and {id}, with what stands between them. Empty: the body, or {timestamp}.{body}."
        optional
        placeholder="{timestamp}.{body}"
      />
    </FormSection>
  );
}

function ToldFields(props: SourceFieldsProps) {
  return (
    <FormSection title="What a delivery is">
      <Setting
        {...props}
        name="id_header"
        label="Header of the delivery’s id"
        hint="A delivery that comes again with it within seven days is not taken twice."
        optional
        placeholder="X-Delivery-Id"
      />
      <Setting
        {...props}
        name="name_path"
        label="Path of the name"
        hint="Where the body says what happened. Empty: every event is named webhook."
        optional
        placeholder="event.type"
      />
    </FormSection>
  );
}

export function SourceFields(props: SourceFieldsProps) {
  const { draft, set } = props;
  return (
    <>
      <Field
        label="Name"
        name="name"
        required
        hint="Part of the address: letters, digits, dots, dashes and underscores. The address with the id stays good when it changes."
      >
        <Input
          value={draft.name}
          maxLength={64}
          onChange={(event) => set({ name: event.target.value })}
          autoComplete="off"
          spellCheck={false}
        />
      </Field>
      <Field label="Category" name="category" optional hint="Of its events. Empty: the name of the source.">
        <Input
          value={draft.category}
          maxLength={128}
          onChange={(event) => set({ category: event.target.value })}
          autoComplete="off"
          spellCheck={false}
        />
      </Field>
      {draft.scheme === 'sqreen' ? (
        <Field
          label="Own application"
          name="own_application_id"
          optional
          hint="The id of your own application at the sender. Each notification about it raises an internal security alert at the destinations for notices."
        >
          <Input
            value={draft.own_application_id}
            maxLength={128}
            onChange={(event) => set({ own_application_id: event.target.value })}
            autoComplete="off"
            spellCheck={false}
          />
        </Field>
      ) : null}
      {draft.scheme === 'generic' ? <SignatureFields {...props} /> : null}
      {draft.scheme === 'generic' || draft.scheme === 'unverified' ? <ToldFields {...props} /> : null}
    </>
  );
}
