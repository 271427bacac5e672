'use client';

import { useState } from 'react';
import { useRecord, useRefresh } from '#components/record/use-record.ts';
import { apiFetch } from '#components/ui/api.ts';
import { Dialog } from '#components/ui/dialog.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Field } from '#components/ui/field.tsx';
import { Form } from '#components/ui/form.tsx';
import { Select } from '#components/ui/select.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { notifyDone } from '#components/ui/toast.tsx';
import {
  UNSCANNABLE_ACTIONS,
  UNSCANNABLE_REASONS,
  type UnscannableAction,
  type UnscannableRules,
} from '#lib/files/unscannable/schema.ts';
import { REASON_WORDS } from './file-words.ts';

const ACTION_WORDS: Readonly<Record<UnscannableAction, string>> = {
  keep: 'Show the state, tell nobody',
  notify: 'Tell the administrators',
  remove: 'Tell them, and remove it from Slack',
};
const OPTIONS = UNSCANNABLE_ACTIONS.map((value) => ({ value, label: ACTION_WORDS[value] }));
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

type RulesFormProps = { saved: UnscannableRules; denied: string | null; onClose: () => void };

function RulesForm({ saved, denied, onClose }: RulesFormProps) {
  const refresh = useRefresh('/files');
  const [rules, setRules] = useState(saved.rules);
  const submit = async () => {
    await apiFetch('/files/unscannable_rules', { method: 'PUT', body: { rules } });
    notifyDone('Saved: it holds for every file from now on');
    await refresh();
    onClose();
  };
  return (
    <Form
      onSubmit={submit}
      submitLabel="Save rules"
      submitDisabledReason={denied}
      onCancel={onClose}
      note={denied}
    >
      {UNSCANNABLE_REASONS.map((reason) => (
        <Field
          key={reason}
          name={`rules.${reason}`}
          label={capital(REASON_WORDS[reason].word)}
          hint={REASON_WORDS[reason].advice}
        >
          <Select
            options={OPTIONS}
            value={rules[reason]}
            disabled={denied !== null}
            onChange={(action) => setRules({ ...rules, [reason]: action as UnscannableAction })}
          />
        </Field>
      ))}
    </Form>
  );
}

/** What happens to files that could not be looked into, for each reason. */
export function UnscannableDialog({ denied, onClose }: Omit<RulesFormProps, 'saved'>) {
  const rules = useRecord<UnscannableRules>('/files', '/unscannable_rules', { fresh: true });
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title="Files that cannot be scanned"
      description="Whoever sent such a file always sees its state and the reason. What else is done:"
    >
      {rules.data ? (
        <RulesForm saved={rules.data} denied={denied} onClose={onClose} />
      ) : rules.error ? (
        <ErrorState
          what="The rules could not be loaded"
          error={rules.error}
          retrying={rules.isFetching}
          onRetry={() => void rules.refetch()}
        />
      ) : (
        <Skeleton className="h-40" />
      )}
    </Dialog>
  );
}
