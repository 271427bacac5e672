'use client';

import { useState } from 'react';
import { isApiProblem } from '#components/ui/api.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';

export type DiscardDialogProps = { onClose: () => void; onDiscard: (reason: string) => Promise<void> };

/** Asks for the reason: it stays with the delivery. */
export function DiscardDialog({ onClose, onDiscard }: DiscardDialogProps) {
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const isReady = reason.trim() !== '';
  const discard = async () => {
    setBusy(true);
    setRefusal(null);
    try {
      await onDiscard(reason.trim());
      onClose();
    } catch (error) {
      setRefusal(isApiProblem(error) ? error.detail : String(error));
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Discard delivery"
      description="Nothing more is sent of it, and it leaves the shelf. A retry brings it back while its event is kept."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="danger"
            busy={busy}
            disabledReason={isReady ? null : 'Say why first'}
            onClick={() => void discard()}
          >
            Discard delivery
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !busy) void discard();
        }}
      >
        <Field
          label="Reason"
          name="reason"
          error={refusal ?? undefined}
          hint="Kept with the delivery and in the audit log."
        >
          <Input
            value={reason}
            maxLength={500}
            onChange={(event) => setReason(event.target.value)}
            autoComplete="off"
          />
        </Field>
      </form>
    </Dialog>
  );
}
