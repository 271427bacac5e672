import type { ListedDelivery, RedoKind } from '#lib/dispatch/deliveries/schema.ts';
import { outcomeText } from './outcome-words.ts';

export const CAUSE_WORDS: Readonly<Record<ListedDelivery['cause'], string>> = {
  event: 'Event',
  resend: 'Resend',
  replay: 'Replay',
};

type Last = NonNullable<ListedDelivery['last_attempt']>;

/** "Refused with 503" */
export function lastText(last: Last): string {
  const text = outcomeText(last);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

export const isRetryingDelivery = ({ status, attempt_count }: ListedDelivery): boolean =>
  status === 'pending' && attempt_count > 0;

type Standing = Pick<ListedDelivery, 'status' | 'event' | 'destination_enabled'>;

/** Why the console does not offer it for a delivery in this state; the server decides in the end. */
export function redoDenial(
  kind: RedoKind,
  { status, event, destination_enabled: isEnabled }: Standing,
): string | null {
  if (status === 'delivering') return 'An attempt is under way';
  if (kind === 'discard') {
    return status === 'pending' || status === 'dead' ? null : `It is ${status}: nothing waits to be sent`;
  }
  if (status === 'withheld') return 'It was withheld: replay its event to decide by the rules of today';
  if (kind === 'retry' && status === 'delivered') return 'It is delivered: resend makes a new delivery';
  if (kind === 'resend' && status === 'pending') return 'It still waits: retry sends it now';
  if (event === null) return 'Its event is no longer kept';
  if (event.verdict === 'block') return 'The scan blocks its event';
  return isEnabled ? null : 'Its destination is disabled or deleted';
}
