import type { Filter } from '#lib/platform/filter.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { matchesFilter } from '#lib/platform/match-filter.ts';
import type { Form } from './choosing/schema.ts';
import type { NewDelivery } from './delivery-repo.ts';

/** An event after enrichment and scan, in both its forms: `CHOICE_PATHS` say what stands in them. */
export type ChoosableEvent = { id: string; verdict: string; whole: object; redacted: object };

/**
 * The form of an event that a destination gets, and that its filter sees: what is hidden from the one cannot be asked
 * for through the other. Blocked content is hidden from everybody.
 */
const formFor = (event: Omit<ChoosableEvent, 'id'>, form: Form): object =>
  form === 'whole' && event.verdict !== 'block' ? event.whole : event.redacted;

/**
 * The deliveries that an event gives rise to: one for each destination whose filter it meets. What the scan
 * blocks is withheld: the row shows that it would have gone there.
 */
export function chooseDestinations(
  event: ChoosableEvent,
  destinations: readonly { id: string; filter: Filter; form: Form }[],
): NewDelivery[] {
  const blocked = event.verdict === 'block';
  return destinations
    .filter(({ filter, form }) => matchesFilter(filter, formFor(event, form)))
    .map(({ id: destinationId }) => ({
      id: uuidv7(),
      eventId: event.id,
      destinationId,
      status: blocked ? 'withheld' : 'pending',
      reason: blocked ? 'The scan blocked this event.' : null,
    }));
}
