import { cached } from '#lib/platform/cached.ts';
import type { PgClient } from '#lib/platform/db.ts';
import { insertDeliveries, type NewDelivery } from './delivery-repo.ts';
import { type DestinationChoice, listChoices } from './repo.ts';

const CHOICES_TTL_MS = 5_000;

/** The enabled destinations with their filters, as `chooseDestinations` takes them; changes arrive by the feed. */
export const destinationChoices: () => Promise<DestinationChoice[]> = cached(
  'destination',
  CHOICES_TTL_MS,
  listChoices,
);

/** Writes chosen deliveries in the caller's transaction: they are due with its commit. */
export async function addDeliveries(client: PgClient, deliveries: readonly NewDelivery[]): Promise<void> {
  if (deliveries.length > 0) await insertDeliveries(client, deliveries);
}
