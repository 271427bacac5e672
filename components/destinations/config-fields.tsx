'use client';

import { DeepField } from '#components/record/deep-field.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input, Textarea } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import type { DestinationKind } from '#lib/dispatch/destinations/schema.ts';
import type { DestinationDraft, SetDraft } from './destination-draft.ts';
import { HeadersField } from './headers-field.tsx';
import { SecretInput } from './secret-field.tsx';

type FieldsProps = {
  draft: DestinationDraft;
  set: SetDraft;
  /** Whether a signing secret is stored. */
  hasSecret: boolean;
};

function AddressFields({ draft, set }: FieldsProps) {
  return (
    <>
      <Field
        label="Address"
        name="config.url"
        required
        hint="http or https. Private addresses are refused unless the installation allows them (OUTBOUND_ALLOW)."
      >
        <Input
          mono
          type="url"
          value={draft.url}
          maxLength={2000}
          placeholder="https://hooks.example.com/eye"
          onChange={(event) => set({ url: event.target.value })}
          autoComplete="off"
          spellCheck={false}
        />
      </Field>
      <HeadersField headers={draft.headers} onChange={(headers) => set({ headers })} />
    </>
  );
}

function HttpFields(props: FieldsProps) {
  const { draft, set, hasSecret } = props;
  return (
    <>
      <AddressFields {...props} />
      <Field
        label="Signing secret"
        name="config.signing_secret"
        optional
        hint={`Signs every request as Standard Webhooks does: whsec_ and base64. ${hasSecret ? 'Left empty, the old one stays.' : 'Left empty, one is made and shown once.'}`}
      >
        <SecretInput
          secret={draft.signingSecret}
          wasStored={hasSecret}
          placeholder="whsec_…"
          onChange={(signingSecret) => set({ signingSecret })}
        />
      </Field>
    </>
  );
}

function GraphqlFields(props: FieldsProps) {
  const { draft, set } = props;
  return (
    <>
      <AddressFields {...props} />
      <Field label="Mutation" name="config.mutation" required>
        <Textarea
          mono
          rows={2}
          className="field-sizing-content"
          maxLength={20_000}
          value={draft.mutation}
          onChange={(event) => set({ mutation: event.target.value })}
          spellCheck={false}
        />
      </Field>
      <DeepField
        label="Variables"
        name="config.variables"
        hint={
          <>
            JSON. <code>{'{{event.name}}'}</code> alone in a string becomes the value as it is, inside a
            longer text it becomes text. Paths: event.id, original_id, external_id, name, body, timestamp,
            category, session_id, attributes, data; delivery.id, delivery.attempt.
          </>
        }
      >
        <Textarea
          mono
          rows={9}
          className="field-sizing-content"
          value={draft.variables}
          onChange={(event) => set({ variables: event.target.value })}
          spellCheck={false}
        />
      </DeepField>
    </>
  );
}

function LogFields({ draft, set }: FieldsProps) {
  return (
    <Field label="Level" name="config.level" hint="The line stands on the worker's standard output.">
      <Select
        className="w-40"
        options={[
          { value: 'debug', label: 'debug' },
          { value: 'info', label: 'info' },
          { value: 'warn', label: 'warn' },
        ]}
        value={draft.level}
        onChange={(level) => set({ level })}
      />
    </Field>
  );
}

const FIELDS = { http: HttpFields, graphql: GraphqlFields, log: LogFields } as const satisfies Record<
  DestinationKind,
  unknown
>;

/** What the chosen kind needs to know. */
export function ConfigFields(props: FieldsProps) {
  const Fields = FIELDS[props.draft.kind];
  return <Fields {...props} />;
}
