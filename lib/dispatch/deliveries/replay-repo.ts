import type { PgClient } from '#lib/platform/db.ts';
import type { DeliveryStatus } from '../schema.ts';

export type StandingDelivery = { event_id: string; destination_id: string; status: DeliveryStatus };

/** Where events went so far. */
export async function deliveriesOf(
  client: PgClient,
  eventIds: readonly string[],
): Promise<StandingDelivery[]> {
  const { rows } = await client.query<StandingDelivery>({
    name: 'replay-standing',
    text: 'SELECT event_id, destination_id, status FROM deliveries WHERE event_id = ANY($1::uuid[])',
    values: [eventIds],
  });
  return rows;
}

/** What waits of events that the scan blocks now. What is being sent ends by itself, and is not tried again. */
export async function withholdWaiting(client: PgClient, eventIds: readonly string[]): Promise<number> {
  if (eventIds.length === 0) return 0;
  const { rowCount } = await client.query({
    name: 'replay-withhold',
    text: `UPDATE deliveries SET status = 'withheld', reason = 'The scan blocked this event when it was replayed.',
        next_attempt_at = NULL, claimed_by = NULL, finished_at = clock_timestamp()
      WHERE id = ANY(ARRAY(
        SELECT id FROM deliveries WHERE event_id = ANY($1::uuid[]) AND status = 'pending' FOR UPDATE SKIP LOCKED))`,
    values: [eventIds],
  });
  return rowCount ?? 0;
}
