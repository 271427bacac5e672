'use client';

import { CircleAlert } from 'lucide-react';
import { type FormEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { type ApiProblem, isApiProblem } from './api.ts';
import { Button, ButtonLink } from './button.tsx';
import { CopyButton } from './copy-button.tsx';
import { FaultsContext } from './field-context.ts';

export type FormProps = {
  /** Does the work; a thrown ApiProblem is placed at its fields, anything else thrown is shown above them. */
  onSubmit: (fields: FormData) => Promise<void> | void;
  /** Verb and object: "Create client". */
  submitLabel: string;
  submitDisabledReason?: string | null | undefined;
  cancelHref?: string | undefined;
  onCancel?: (() => void) | undefined;
  /** Beside the buttons. */
  note?: ReactNode;
  children: ReactNode;
};

type Failure = { problem: ApiProblem | null; message: string };

function toFailure(error: unknown): Failure {
  if (isApiProblem(error)) return { problem: error, message: error.detail };
  return { problem: null, message: error instanceof Error ? error.message : String(error) };
}

function Summary({ failure }: { failure: Failure }) {
  const { problem, message } = failure;
  return (
    <div
      role="alert"
      className="flex items-start gap-2 rounded-panel bg-block-soft px-3 py-2 text-block-text text-sm"
    >
      <CircleAlert size={16} className="mt-0.5" aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{message}</p>
        {problem && problem.errors.length > 0 ? (
          <ul className="mt-1 flex flex-col gap-0.5">
            {problem.errors.map((fault) => (
              <li key={`${fault.path} ${fault.message}`}>
                {fault.path ? <code className="text-xs">{fault.path}</code> : null} {fault.message}
              </li>
            ))}
          </ul>
        ) : null}
        {problem?.requestId ? (
          <p className="mt-1 flex items-center gap-1 text-xs">
            Request <code>{problem.requestId}</code>
            <CopyButton text={problem.requestId} label="Copy request id" className="size-6" />
          </p>
        ) : null}
      </div>
    </div>
  );
}

/** One way for every form: work shown on its button, faults at their fields, the first one focused, nothing typed is lost. */
export function Form(props: FormProps) {
  const { onSubmit, submitLabel, submitDisabledReason, cancelHref, onCancel, note, children } = props;
  const form = useRef<HTMLFormElement>(null);
  const [busy, setBusy] = useState(false);
  const [dirty, setDirty] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const faults = useMemo(
    () => new Map((failure?.problem?.errors ?? []).toReversed().map((fault) => [fault.path, fault.message])),
    [failure],
  );

  useEffect(() => {
    if (!failure) return;
    const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    (wrong ?? form.current?.querySelector<HTMLElement>('[role="alert"]'))?.scrollIntoView({
      block: 'nearest',
    });
    wrong?.focus();
  }, [failure]);

  useEffect(() => {
    if (!dirty) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [dirty]);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy || submitDisabledReason) return;
    const fields = new FormData(event.currentTarget);
    setBusy(true);
    setFailure(null);
    try {
      await onSubmit(fields);
      setDirty(false);
    } catch (error) {
      setFailure(toFailure(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <form
      ref={form}
      noValidate
      onSubmit={submit}
      onChange={() => setDirty(true)}
      className="flex flex-col gap-4"
    >
      {failure ? <Summary failure={failure} /> : null}
      <FaultsContext value={faults}>{children}</FaultsContext>
      <div className="flex flex-wrap items-center gap-2 pt-2">
        <Button type="submit" variant="primary" busy={busy} disabledReason={submitDisabledReason}>
          {submitLabel}
        </Button>
        {cancelHref ? (
          <ButtonLink href={cancelHref} variant="ghost">
            Cancel
          </ButtonLink>
        ) : null}
        {onCancel ? (
          <Button variant="ghost" onClick={onCancel}>
            Cancel
          </Button>
        ) : null}
        {note ? <span className="text-ink-3 text-sm">{note}</span> : null}
      </div>
    </form>
  );
}
