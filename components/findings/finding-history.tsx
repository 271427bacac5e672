'use client';

import { useState } from 'react';
import { useRefresh } from '#components/record/use-record.ts';
import { apiFetch, isApiProblem } from '#components/ui/api.ts';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Textarea } from '#components/ui/input.tsx';
import { useShortcut } from '#components/ui/shortcuts.ts';
import { Time } from '#components/ui/time.tsx';
import type { FindingDetail } from '#lib/findings/schema.ts';
import { stepWords } from './finding-words.ts';

/** What happened to a finding, and a line to add to it. */
export function FindingHistory({ finding, denied }: { finding: FindingDetail; denied: string | null }) {
  const refresh = useRefresh('/findings');
  const [note, setNote] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  useShortcut(
    { keys: 'm', label: 'Comment', scope: 'Triage' },
    () => document.querySelector<HTMLElement>('[data-comment] textarea')?.focus(),
    denied === null,
  );
  const send = async () => {
    setBusy(true);
    setRefusal(null);
    try {
      await apiFetch(`/findings/${finding.id}/comments`, { method: 'POST', body: { note: note.trim() } });
      setNote('');
      await refresh();
    } catch (error) {
      setRefusal(isApiProblem(error) ? error.detail : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      {finding.steps.length === 0 ? (
        <p className="text-ink-3">Nobody has looked into it yet.</p>
      ) : (
        <ol className="flex flex-col gap-2">
          {finding.steps.map((step) => (
            <li key={step.id} className="flex flex-col [overflow-wrap:anywhere]">
              <span>
                <bdi className="font-medium">{step.actor}</bdi> {stepWords(step)}{' '}
                <span className="text-ink-3 text-xs">
                  <Time at={step.at} />
                </span>
              </span>
              {step.note ? <span className="whitespace-pre-wrap text-ink-2">{step.note}</span> : null}
            </li>
          ))}
        </ol>
      )}
      <form
        data-comment
        className="flex flex-col gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (note.trim() !== '' && !busy) void send();
        }}
      >
        <Field
          label="Comment"
          name="note"
          error={refusal ?? undefined}
          hint="Never the value itself: whoever may list findings reads it."
        >
          <Textarea
            value={note}
            rows={2}
            maxLength={2000}
            onChange={(event) => setNote(event.target.value)}
          />
        </Field>
        <Button
          size="sm"
          type="submit"
          busy={busy}
          className="self-start"
          disabledReason={denied ?? (note.trim() === '' ? 'Write something first' : null)}
        >
          Comment
        </Button>
      </form>
    </>
  );
}
