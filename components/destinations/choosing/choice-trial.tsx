'use client';

import { LoaderCircle } from 'lucide-react';
import type { ReactNode } from 'react';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Checkbox } from '#components/ui/toggles.tsx';
import type { Form } from '#lib/dispatch/choosing/schema.ts';
import { EventPicker } from './event-picker.tsx';
import { SentBody, Share, Taking } from './trial-outcome.tsx';
import type { ChoiceTrialState } from './use-choice-trial.ts';
import type { useTriedOn } from './use-tried-on.ts';

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex min-w-0 flex-col gap-1.5 border-t pt-3">
      <h3 className="font-medium text-ink-2 text-xs">{title}</h3>
      {children}
    </section>
  );
}

function Faults({ faults }: { faults: ChoiceTrialState['faults'] }) {
  return (
    <div className="flex flex-col gap-1 text-sm">
      <p className="text-ink-2">Not tried yet:</p>
      <ul className="flex flex-col gap-1">
        {faults.map(({ path, message }) => (
          <li key={`${path} ${message}`} className="break-words text-block-text">
            <code className="text-xs">{path}</code> {message}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Outcome({ trial }: { trial: ChoiceTrialState }) {
  const { result, faults, error } = trial;
  if (faults.length > 0) return <Faults faults={faults} />;
  if (error) {
    return (
      <ErrorState
        what="The settings could not be tried"
        error={error}
        onRetry={trial.retry}
        retrying={trial.isTrying}
      />
    );
  }
  if (!result) return <p className="text-ink-3 text-sm">Trying …</p>;
  return (
    <>
      <Taking result={result} />
      <Part title="What it would have taken">
        <Share recent={result.recent} />
      </Part>
      <Part title="Body as it would be sent">
        <SentBody result={result} />
      </Part>
    </>
  );
}

export type ChoiceTrialProps = {
  trial: ChoiceTrialState;
  on: ReturnType<typeof useTriedOn>;
  form: Form;
  mayReveal: boolean;
};

/** Tries the settings, as they are being written, on a real event. */
export function ChoiceTrialPanel({ trial, on, form, mayReveal }: ChoiceTrialProps) {
  return (
    <Panel
      title="Try it"
      note="Nothing is sent or saved"
      actions={
        trial.isTrying ? (
          <LoaderCircle size={14} aria-label="Trying" className="animate-spin text-ink-3" />
        ) : null
      }
    >
      <div className="flex flex-col gap-3">
        <EventPicker
          words={on.words}
          onWords={on.setWords}
          recent={on.recent}
          chosen={on.eventId}
          onPick={on.pick}
        />
        {mayReveal && form === 'whole' ? (
          <Checkbox
            label="Try on the whole content, which is noted in the audit log"
            checked={on.exact}
            onChange={on.setExact}
          />
        ) : null}
        {form === 'whole' && trial.result?.seen === 'masked' ? (
          <p className="text-ink-3 text-xs">
            Shown and tried masked; the destination gets the whole content.
          </p>
        ) : null}
        <div role="status" aria-label="Outcome of the try" className="flex min-w-0 flex-col gap-3">
          <Outcome trial={trial} />
        </div>
      </div>
    </Panel>
  );
}
