'use client';

import { RotateCcw, SendHorizontal, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { denial } from '#components/record/denial.ts';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { useShortcut } from '#components/ui/shortcuts.ts';
import { notifyFailed } from '#components/ui/toast.tsx';
import type { ListedDelivery } from '#lib/dispatch/deliveries/schema.ts';
import { redoDenial } from './delivery-words.ts';
import { DiscardDialog } from './discard-dialog.tsx';
import { useRedo } from './use-redo.ts';

export type RedoActionsProps = { delivery: ListedDelivery; mayWrite: boolean };

/** Retry, resend and discard of one delivery; what cannot be done says why. */
export function RedoActions({ delivery, mayWrite }: RedoActionsProps) {
  const calls = useRedo();
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState<'resend' | 'discard' | null>(null);
  const denied = denial(mayWrite, 'deliveries:write');
  const reason = (kind: 'retry' | 'resend' | 'discard') => denied ?? redoDenial(kind, delivery);
  const retry = async () => {
    setBusy(true);
    await calls
      .retry(delivery.id)
      .catch((error: unknown) => notifyFailed('The delivery is not tried again', error));
    setBusy(false);
  };
  useShortcut(
    { keys: 'r', label: 'Retry delivery', scope: 'Details' },
    () => void retry(),
    reason('retry') === null && !busy,
  );
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button
        size="sm"
        icon={RotateCcw}
        busy={busy}
        disabledReason={reason('retry')}
        onClick={() => void retry()}
      >
        Retry
      </Button>
      <Button
        size="sm"
        icon={SendHorizontal}
        disabledReason={reason('resend')}
        onClick={() => setAsking('resend')}
      >
        Resend
      </Button>
      <Button
        size="sm"
        variant="danger-quiet"
        icon={Trash2}
        disabledReason={reason('discard')}
        onClick={() => setAsking('discard')}
      >
        Discard
      </Button>
      <ConfirmDialog
        open={asking === 'resend'}
        onClose={() => setAsking(null)}
        title="Resend delivery"
        consequences={
          delivery.status === 'delivered'
            ? `${delivery.destination} has this event and gets it once more, as a new delivery with an id of its own. It cannot be called back.`
            : `${delivery.destination} gets the event as a new delivery with an id of its own. This one stays as it is.`
        }
        action="Resend delivery"
        danger={delivery.status === 'delivered'}
        onConfirm={async () => {
          await calls.resend(delivery.id);
        }}
      />
      {asking === 'discard' ? (
        <DiscardDialog onClose={() => setAsking(null)} onDiscard={(why) => calls.discard(delivery.id, why)} />
      ) : null}
    </div>
  );
}
