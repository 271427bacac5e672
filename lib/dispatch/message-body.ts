import { isUuid } from '#lib/platform/ids.ts';
import type { DeliveredEvent, Message } from './destination.ts';

function eventBodyOf({ data }: DeliveredEvent): string {
  const body = typeof data === 'object' && data !== null && 'body' in data ? data.body : undefined;
  return typeof body === 'string' ? body : JSON.stringify(data);
}

/**
 * What `{{…}}` can name: the event with the two members that the original proxy's target expects, its members also by
 * themselves, as filters name them, and `delivery`.
 */
export function templateDocument(message: Message): object {
  const { event } = message;
  // The sender's own id when it is a UUID, so that both ends speak of the same event; ours is unique otherwise.
  const original_id = event.external_id && isUuid(event.external_id) ? event.external_id : event.id;
  const named = { ...event, original_id, body: eventBodyOf(event) };
  return { ...named, delivery: { id: message.id, attempt: message.attempt }, event: named };
}
