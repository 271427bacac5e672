'use client';

import { Repeat2 } from 'lucide-react';
import { useState } from 'react';
import { denial } from '#components/record/denial.ts';
import { isApiProblem } from '#components/ui/api.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Checkbox } from '#components/ui/toggles.tsx';
import { useRedo } from './use-redo.ts';

export type ReplayButtonProps = {
  eventId: string;
  /** Not processed yet: there is nothing to do again. */
  isProcessed: boolean;
  mayWrite: boolean;
};

/** Has the event enriched, scanned and dispatched again. */
export function ReplayButton({ eventId, isProcessed, mayWrite }: ReplayButtonProps) {
  const { replay } = useRedo();
  const [open, setOpen] = useState(false);
  const [everyone, setEveryone] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const run = async () => {
    setBusy(true);
    setRefusal(null);
    try {
      await replay(eventId, !everyone);
      setOpen(false);
    } catch (error) {
      setRefusal(isApiProblem(error) ? error.detail : error instanceof Error ? error.message : String(error));
    }
    setBusy(false);
  };
  return (
    <>
      <Button
        size="sm"
        icon={Repeat2}
        disabledReason={
          denial(mayWrite, 'deliveries:write') ?? (isProcessed ? null : 'The event is not processed yet')
        }
        onClick={() => setOpen(true)}
      >
        Replay
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title="Replay event"
        description="It is enriched, scanned and dispatched again by the rules of today. What was found stays, the trace gets a further round."
        actions={
          <>
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button variant="primary" busy={busy} onClick={() => void run()}>
              Replay event
            </Button>
          </>
        }
      >
        <Checkbox
          label="Also to destinations that have it"
          hint="Off, only destinations that it never reached get it. On, the others get it once more."
          checked={everyone}
          onChange={setEveryone}
        />
        {refusal ? (
          <p role="alert" className="mt-3 rounded-control bg-block-soft px-3 py-2 text-block-text text-sm">
            {refusal}
          </p>
        ) : null}
      </Dialog>
    </>
  );
}
