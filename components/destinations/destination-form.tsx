'use client';

import { useState } from 'react';
import { z } from 'zod';
import { checkInput, refusal } from '#components/record/check-input.ts';
import { Field } from '#components/ui/field.tsx';
import { Form } from '#components/ui/form.tsx';
import { FormSection } from '#components/ui/form-page.tsx';
import { Input } from '#components/ui/input.tsx';
import { Checkbox } from '#components/ui/toggles.tsx';
import { CONFIGS } from '#lib/dispatch/destinations/schema.ts';
import { ChoiceTrialPanel } from './choosing/choice-trial.tsx';
import { ChoosingFields } from './choosing/choosing-fields.tsx';
import { ShareLine } from './choosing/trial-outcome.tsx';
import { useChoiceTrial } from './choosing/use-choice-trial.ts';
import { useTriedOn } from './choosing/use-tried-on.ts';
import { configDraftOfKind, movedAddresses, withoutStored } from './config-draft.ts';
import { ConfigFields } from './config-fields.tsx';
import { DeliveryFields } from './delivery-fields.tsx';
import { type DestinationDraft, inputOf } from './destination-draft.ts';
import { KindField } from './kind-field.tsx';

/** What whoever writes a destination may do besides. */
export type ChoosingRights = {
  /** Holds events:read: can try the settings on events. */
  mayTry: boolean;
  mayReveal: boolean;
  mayUnmask: boolean;
};

export type DestinationFormProps = {
  rights: ChoosingRights;
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
  const { initial, isNew, schema, defaultPlan, submitLabel, denied, cancelHref, onSave, rights } = props;
  const [draft, setDraft] = useState(initial);
  const set = (change: Partial<DestinationDraft>) => setDraft((old) => ({ ...old, ...change }));
  const moved = isNew ? [] : movedAddresses(draft.kind, initial.config, draft.config);
  const on = useTriedOn(rights.mayTry);
  const trial = useChoiceTrial(draft, on);
  const submit = async () => {
    const config = moved.length > 0 ? withoutStored(draft.config) : draft.config;
    const { input, faults } = inputOf({ ...draft, config });
    if (faults.length > 0) throw refusal('Not sent yet: some fields need another look.', faults);
    const body = props.pick ? props.pick(input) : input;
    // Nothing changed is nothing wrong: the page says so instead of sending it.
    if (Object.keys(body).length > 0) checkInput(schema, body);
    // A change names no kind: what its kind asks of the config is checked here, masks included.
    if (!isNew && body.config) checkInput(z.object({ config: CONFIGS[draft.kind] }), { config: body.config });
    await onSave(body);
  };
  const form = (
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
      <ChoosingFields draft={draft} set={set} mayUnmask={rights.mayUnmask} event={on.event}>
        {isNew ? null : <ShareLine recent={trial.result?.recent} />}
        <Checkbox
          label="Gets notices of this installation"
          hint="Whatever the filter: destinations that fail or recover, dead deliveries that pile up, security alerts."
          checked={draft.notices}
          onChange={(notices) => set({ notices })}
        />
      </ChoosingFields>
      <FormSection title="Pace and retries">
        <DeliveryFields draft={draft} set={set} defaultPlan={defaultPlan} />
      </FormSection>
    </Form>
  );
  const panel = rights.mayTry ? (
    <ChoiceTrialPanel trial={trial} on={on} form={draft.form} mayReveal={rights.mayReveal} />
  ) : null;
  if (!isNew) {
    return (
      <div className="flex flex-col gap-8">
        {form}
        {panel}
      </div>
    );
  }
  return (
    <div className="@container">
      <div className="grid items-start gap-8 @4xl:grid-cols-[minmax(0,40rem)_minmax(24rem,1fr)]">
        <div className="min-w-0 max-w-form">{form}</div>
        <div className="min-w-0 @4xl:sticky @4xl:top-16 @4xl:max-h-[calc(100dvh-5rem)] @4xl:overflow-y-auto">
          {panel}
        </div>
      </div>
    </div>
  );
}
