'use client';

import { useState } from 'react';
import type { z } from 'zod';
import { checkInput, refusal } from '#components/record/check-input.ts';
import { Field } from '#components/ui/field.tsx';
import { Form } from '#components/ui/form.tsx';
import { FormSection } from '#components/ui/form-page.tsx';
import { Input } from '#components/ui/input.tsx';
import { Checkbox } from '#components/ui/toggles.tsx';
import { configDraftOfKind, movedAddresses, withoutStored } from './config-draft.ts';
import { ConfigFields } from './config-fields.tsx';
import { DeliveryFields, FilterField } from './delivery-fields.tsx';
import { type DestinationDraft, inputOf } from './destination-draft.ts';
import { KindField } from './kind-field.tsx';

export type DestinationFormProps = {
  initial: DestinationDraft;
  /** A new one chooses its kind. */
  isNew: boolean;
  schema: z.ZodType;
  defaultPlan: readonly number[];
  submitLabel: string;
  denied: string | null;
  cancelHref?: string | undefined;
  /** What is checked and sent of the whole input: a change is less than all of it. */
  pick?: ((input: Record<string, unknown>) => Record<string, unknown>) | undefined;
  onSave: (body: Record<string, unknown>) => Promise<void>;
};

export function DestinationForm(props: DestinationFormProps) {
  const { initial, isNew, schema, defaultPlan, submitLabel, denied, cancelHref, onSave } = props;
  const [draft, setDraft] = useState(initial);
  const set = (change: Partial<DestinationDraft>) => setDraft((old) => ({ ...old, ...change }));
  const moved = isNew ? [] : movedAddresses(draft.kind, initial.config, draft.config);
  const submit = async () => {
    const config = moved.length > 0 ? withoutStored(draft.config) : draft.config;
    const { input, faults } = inputOf({ ...draft, config });
    if (faults.length > 0) throw refusal('Not sent yet: some fields need another look.', faults);
    const body = props.pick ? props.pick(input) : input;
    // Nothing changed is nothing wrong: the page says so instead of sending it.
    if (Object.keys(body).length > 0) checkInput(schema, body);
    await onSave(body);
  };
  return (
    <Form
      onSubmit={submit}
      submitLabel={submitLabel}
      submitDisabledReason={denied}
      cancelHref={cancelHref}
      note={denied}
    >
      <FormSection title="Where to">
        {isNew ? (
          <KindField
            kind={draft.kind}
            onChange={(kind) => set({ kind, config: configDraftOfKind(draft.kind, kind, draft.config) })}
          />
        ) : null}
        <Field label="Name" name="name" required>
          <Input
            value={draft.name}
            maxLength={128}
            onChange={(event) => set({ name: event.target.value })}
            autoComplete="off"
            spellCheck={false}
          />
        </Field>
        <ConfigFields
          kind={draft.kind}
          draft={draft.config}
          onChange={(config) => set({ config })}
          moved={moved}
        />
      </FormSection>
      <FormSection title="Which events">
        <FilterField draft={draft} set={set} />
        <Checkbox
          label="Gets notices of this installation"
          hint="Whatever the filter: destinations that fail or recover, dead deliveries that pile up, security alerts."
          checked={draft.notices}
          onChange={(notices) => set({ notices })}
        />
      </FormSection>
      <FormSection title="Pace and retries">
        <DeliveryFields draft={draft} set={set} defaultPlan={defaultPlan} />
      </FormSection>
    </Form>
  );
}
