import { type Filter, matchesFilter } from '#lib/platform/filter.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import type { NewDelivery } from './delivery-repo.ts';

/** An event as the filters see it, after enrichment and scan. */
export type ChoosableEvent = {
  id: string;
  category: string;
  name: string;
  session_id: string | null;
  client_id: string | null;
  severity: string | null;
  verdict: string | null;
  attributes: Record<string, unknown>;
  data: unknown;
};

/**
 * The deliveries that an event gives rise to: one for each destination whose filter it meets. What the scan
 * blocks is withheld: the row shows that it would have gone there.
 */
export function chooseDestinations(
  event: ChoosableEvent,
  destinations: readonly { id: string; filter: Filter }[],
): NewDelivery[] {
  const { id: eventId, ...document } = event;
  const blocked = event.verdict === 'block';
  return destinations
    .filter(({ filter }) => matchesFilter(filter, document))
    .map(({ id: destinationId }) => ({
      id: uuidv7(),
      eventId,
      destinationId,
      status: blocked ? 'withheld' : 'pending',
      reason: blocked ? 'The scan blocked this event.' : null,
    }));
}
