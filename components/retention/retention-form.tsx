'use client';

import { useState } from 'react';
import { checkInput } from '#components/record/check-input.ts';
import { apiFetch, isApiProblem } from '#components/ui/api.ts';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Form } from '#components/ui/form.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { notifyDone } from '#components/ui/toast.tsx';
import { type Retention, RetentionInput, type RetentionPreview } from '#lib/retention/schema.ts';
import { goingWords } from './next-run.tsx';
import { deletesMore, inputOf, shortens } from './retention-draft.ts';
import { DaysInput, type DraftProps, RulesField } from './rules-field.tsx';
import { fetchPreview } from './use-preview.ts';

const TYPED = 'delete events';

export type RetentionFormProps = DraftProps & {
  saved: Retention;
  onSaved: (retention: Retention) => Promise<void>;
  /** Categories there are, to choose from. */
  known: readonly string[];
};

type Asking = { input: RetentionInput; consequences: string };

function lossOf(preview: RetentionPreview): string {
  const what =
    preview.going.events > 0
      ? `the next run deletes ${goingWords(preview)}, with their findings and deliveries`
      : 'the next run may delete events of categories that are too small for the estimate';
  return `These rules keep events for less time: ${what}. That cannot be undone.`;
}

const UNCOUNTED =
  'These rules keep events for less time, and what is stored could not be counted: the next run deletes whatever has expired. That cannot be undone.';

/** What the rules would delete, when that is more than those in force delete; null when nothing has to be asked. */
async function whatIsLost(saved: Retention, input: RetentionInput): Promise<string | null> {
  if (!shortens(saved, input)) return null;
  const rulesOf = ({ default_days, rules }: Retention | RetentionInput) => ({ default_days, rules });
  try {
    const [was, will] = await Promise.all([fetchPreview(rulesOf(saved)), fetchPreview(rulesOf(input))]);
    return deletesMore(was, will) ? lossOf(will) : null;
  } catch (error) {
    // A database that is too busy to count is when somebody wants to keep less.
    if (isApiProblem(error) && error.status === 503) return UNCOUNTED;
    throw error;
  }
}

export function RetentionForm({ saved, onSaved, known, ...rest }: RetentionFormProps) {
  const { draft, onChange, denied } = rest;
  const [asking, setAsking] = useState<Asking | null>(null);
  const save = async (input: RetentionInput) => {
    const retention = await apiFetch<Retention>('/retention', { method: 'PUT', body: input });
    notifyDone('Retention saved');
    await onSaved(retention);
  };
  const submit = async () => {
    const typed = { ...inputOf(draft), version: saved.version };
    checkInput(RetentionInput, typed);
    const input = RetentionInput.parse(typed);
    const consequences = await whatIsLost(saved, input);
    await (consequences ? setAsking({ input, consequences }) : save(input));
  };
  return (
    <Panel title="How long events are kept">
      <Form onSubmit={submit} submitLabel="Save retention" submitDisabledReason={denied} note={denied}>
        <Field
          label="Default"
          name="default_days"
          hint="Whole days after the day on which an event was received. Findings, deliveries and attempts go with their event."
          required
        >
          <DaysInput
            value={draft.defaultDays}
            denied={denied}
            onChange={(defaultDays) => onChange({ ...draft, defaultDays })}
          />
        </Field>
        <RulesField {...rest} known={known} />
      </Form>
      <ConfirmDialog
        open={asking !== null}
        onClose={() => setAsking(null)}
        title="Delete stored events"
        consequences={asking?.consequences}
        action="Save and delete events"
        typed={TYPED}
        onConfirm={async () => {
          if (asking) await save(asking.input);
        }}
      />
    </Panel>
  );
}
