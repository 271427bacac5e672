import type { DeliveryStatus } from '../schema.ts';
import { ELIGIBLE, type RedoKind } from './schema.ts';

/** A delivery as far as it matters to doing something with it again. */
export type RedoRow = {
  id: string;
  event_id: string;
  destination_id: string;
  status: DeliveryStatus;
  root_id: string;
  destination: string;
  destination_enabled: boolean;
  destination_deleted: boolean;
  event_kept: boolean;
  verdict: string | null;
  /** The first delivery, or a resend of it, waits or is being sent. */
  resend_under_way: boolean;
};

export type Refusal = { code: string; detail: string };

const STATUS: Readonly<Record<RedoKind, Partial<Record<DeliveryStatus, Refusal>>>> = {
  retry: {
    delivering: {
      code: 'under_way',
      detail: 'An attempt is under way. Retry when it has ended, if it failed.',
    },
    delivered: {
      code: 'delivered',
      detail: 'It is delivered, so there is nothing to retry. Resend makes a new delivery of the same event.',
    },
    withheld: {
      code: 'withheld',
      detail:
        'It was withheld, and a retry would not scan again. Replay its event to decide by the rules of today.',
    },
  },
  resend: {
    pending: { code: 'under_way', detail: 'It is still waiting to be sent. Retry sends it now.' },
    delivering: { code: 'under_way', detail: 'An attempt is under way. Resend when it has ended.' },
    withheld: {
      code: 'withheld',
      detail:
        'It was withheld, and a resend would not scan again. Replay its event to decide by the rules of today.',
    },
  },
  discard: {
    delivering: { code: 'under_way', detail: 'An attempt is under way and cannot be called back.' },
    delivered: { code: 'delivered', detail: 'It is delivered, so there is nothing to discard.' },
    withheld: { code: 'withheld', detail: 'It was withheld: nothing of it is going to be sent.' },
    discarded: { code: 'discarded', detail: 'It is discarded already.' },
  },
};

/** Why this cannot be done to the delivery as it stands; null when it can. */
export function refusalOf(kind: RedoKind, row: RedoRow): Refusal | null {
  const eligible: readonly DeliveryStatus[] = ELIGIBLE[kind];
  if (!eligible.includes(row.status)) {
    return STATUS[kind][row.status] ?? { code: row.status, detail: `It is ${row.status}.` };
  }
  if (kind === 'discard') return null;
  if (!row.event_kept) return { code: 'event_gone', detail: 'Its event is no longer kept.' };
  if (row.verdict === 'block') {
    return { code: 'blocked', detail: 'The scan blocks its event: it stays withheld.' };
  }
  if (row.destination_deleted) {
    return { code: 'destination_deleted', detail: `Its destination ${row.destination} is deleted.` };
  }
  if (!row.destination_enabled) {
    return {
      code: 'destination_disabled',
      detail: `Its destination ${row.destination} is disabled. Enable it first.`,
    };
  }
  if (kind === 'resend' && row.resend_under_way) {
    return { code: 'resend_under_way', detail: 'A resend of it is under way already.' };
  }
  return null;
}
