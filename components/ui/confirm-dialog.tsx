'use client';

import { type ReactNode, useId, useState } from 'react';
import { isApiProblem } from './api.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Input } from './input.tsx';

export type ConfirmDialogProps = {
  open: boolean;
  onClose: () => void;
  /** "Revoke client billing-prod" */
  title: string;
  /** What happens, and whether it can be undone, in two sentences. */
  consequences: ReactNode;
  /** Verb and object: "Revoke client". */
  action: string;
  danger?: boolean | undefined;
  /** Has to be typed before the button works: the thing's name. */
  typed?: string | undefined;
  /** Closes when it resolves; stays with the reason when it throws. */
  onConfirm: () => Promise<void> | void;
  /** What is to be looked at or chosen before. */
  children?: ReactNode;
};

function Body({
  onClose,
  consequences,
  action,
  danger = true,
  typed,
  onConfirm,
  title,
  open,
  children,
}: ConfirmDialogProps) {
  const id = useId();
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const ready = !typed || text === typed;
  const confirm = async () => {
    setBusy(true);
    setRefusal(null);
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      setRefusal(isApiProblem(error) ? error.detail : error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={title}
      description={consequences}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant={danger ? 'danger' : 'primary'}
            busy={busy}
            disabledReason={ready ? null : `Type ${typed} first`}
            onClick={confirm}
          >
            {action}
          </Button>
        </>
      }
    >
      {children}
      {typed ? (
        <form
          className="flex flex-col gap-1"
          onSubmit={(event) => {
            event.preventDefault();
            if (ready && !busy) void confirm();
          }}
        >
          <label htmlFor={id} className="text-ink-2 text-sm">
            Type <strong className="break-all font-medium font-mono text-ink">{typed}</strong> to confirm
          </label>
          <Input
            id={id}
            value={text}
            onChange={(event) => setText(event.target.value)}
            autoComplete="off"
            spellCheck={false}
            mono
          />
        </form>
      ) : null}
      {refusal ? (
        <p role="alert" className="mt-3 rounded-control bg-block-soft px-3 py-2 text-block-text text-sm">
          {refusal}
        </p>
      ) : null}
    </Dialog>
  );
}

/** Asks before what cannot be taken back. What was typed is forgotten each time it closes. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  return <Body key={String(props.open)} {...props} />;
}
