import type { DeliveryStatus } from '../schema.ts';

type Chosen = { destinationId: string; status: 'pending' | 'withheld' };
type Standing = { destination_id: string; status: DeliveryStatus };

const UNDER_WAY: readonly DeliveryStatus[] = ['pending', 'delivering'];

/**
 * Which of the chosen destinations get a new delivery. One that has a delivery under way never gets a second beside it.
 * With `onlyNew` those that have the event are left out too; what died, was discarded or withheld did not arrive. What
 * would be withheld again is not written twice.
 */
export function chooseForReplay<C extends Chosen>(
  chosen: readonly C[],
  standing: readonly Standing[],
  { onlyNew }: { onlyNew: boolean },
): C[] {
  return chosen.filter(({ destinationId, status }) => {
    const has = (...statuses: readonly DeliveryStatus[]): boolean =>
      standing.some((one) => one.destination_id === destinationId && statuses.includes(one.status));
    if (has(...UNDER_WAY)) return false;
    if (onlyNew && has('delivered')) return false;
    return !(status === 'withheld' && has('withheld'));
  });
}
