import { nextDelayMs } from '../backoff.ts';
import type { DeliveredEvent, Outcome } from '../destination.ts';
import { keptRequest } from '../kept-request.ts';
import type { LinkSlot } from '../link-slot.ts';
import type { OpenDestination } from '../open-destination.ts';
import { hideSecrets } from '../secrets.ts';
import { sendOnce } from '../send-once.ts';
import type { AttemptRecord, ClaimedDelivery } from './repo.ts';

/** Attempts lost with their process are forgiven this often before the delivery itself is suspected. */
const FORGIVEN_LOSSES = 5;

/** `outcome` is null when nothing was sent. */
export type Attempted = { record: AttemptRecord; outcome: Outcome | null };

/** One attempt, and what it means for the delivery. */
export async function attemptDelivery(
  destination: OpenDestination,
  claimed: ClaimedDelivery,
  slot: LinkSlot,
): Promise<Attempted> {
  const unsent = reasonNotToSend(destination, claimed);
  if (unsent) return { record: unsent, outcome: null };
  const startedAt = performance.now();
  const { id, attempt, event } = claimed;
  const answered = await sendOnce(destination, { id, attempt, event: event as DeliveredEvent }, slot);
  const outcome = claimed.isUnmasked ? withoutEcho(answered) : answered;
  return { record: recordOf(destination, claimed, { outcome, startedAt }), outcome };
}

function recordOf(
  destination: OpenDestination,
  { id, attempt, isUnmasked }: ClaimedDelivery,
  { outcome, startedAt }: { outcome: Outcome; startedAt: number },
): AttemptRecord {
  const { secrets } = destination;
  return {
    deliveryId: id,
    attempt,
    ...whatNext(destination, attempt, outcome),
    sent: {
      startedAt,
      durationMs: Math.round(performance.now() - startedAt),
      outcome: outcome.result,
      statusCode: outcome.statusCode ?? null,
      error: outcome.error === undefined ? null : hideSecrets(outcome.error, secrets),
      response: outcome.response === undefined ? null : hideSecrets(outcome.response, secrets),
      request: keptRequest(outcome.request, { secrets, isUnmasked }),
    },
  };
}

/** What a destination says of whole content may repeat it, and attempts are read by people who may not see it. */
function withoutEcho({ response: _kept, error, ...outcome }: Outcome): Outcome {
  // Of what was never sent, only we can have said why.
  if (outcome.result !== 'refused' || outcome.request.method === '')
    return error === undefined ? outcome : { ...outcome, error };
  const status = outcome.statusCode === undefined ? 'Refused' : `Answered ${outcome.statusCode}`;
  return { ...outcome, error: `${status}; its words are not kept, because it got whole content.` };
}

function reasonNotToSend(destination: OpenDestination, claimed: ClaimedDelivery): AttemptRecord | null {
  const end = (status: 'withheld' | 'discarded' | 'dead', reason: string): AttemptRecord => {
    return { deliveryId: claimed.id, attempt: claimed.attempt, status, delayMs: null, reason, sent: null };
  };
  if (claimed.event === null) return end('discarded', 'The event is no longer kept.');
  // A replay may have blocked it after this delivery was due.
  if (claimed.event.verdict === 'block') return end('withheld', 'The scan blocked this event.');
  if (!claimed.sendable) return end('withheld', 'There is no masked form of what was caught.');
  const planned = destination.retryPlan.waitsMs.length + 1 + claimed.manual_retries;
  if (claimed.attempt > planned + FORGIVEN_LOSSES) {
    return end('dead', 'Its attempts were lost with their processes too often.');
  }
  return null;
}

type Next = Pick<AttemptRecord, 'status' | 'delayMs' | 'reason'>;

function whatNext(destination: OpenDestination, attempts: number, outcome: Outcome): Next {
  if (outcome.result === 'delivered') return { status: 'delivered', delayMs: null, reason: null };
  const reason = hideSecrets(outcome.error ?? outcome.result, destination.secrets);
  if (outcome.gone) return { status: 'dead', delayMs: null, reason };
  const overloaded = outcome.statusCode === 429 || outcome.result === 'timed_out';
  const { retryAfterMs } = outcome;
  const delayMs = nextDelayMs(destination.retryPlan, { attempts, retryAfterMs, overloaded });
  return delayMs === null ? { status: 'dead', delayMs, reason } : { status: 'pending', delayMs, reason };
}
