import type { PgClient } from '#lib/platform/db.ts';
import type { TraceStep } from './schema.ts';

/** An event that the product makes itself: processed from the start, sent by nobody. */
export type OwnEvent = {
  id: string;
  category: string;
  name: string;
  at: Date;
  dataJson: string;
  trace: readonly TraceStep[];
  destinationIds: readonly string[];
};

export async function insertOwnEvent(client: PgClient, event: OwnEvent): Promise<void> {
  await client.query({
    name: 'insert-own-event',
    text: `INSERT INTO events (id, category, name, occurred_at, received_at, processed_at, status, verdict, data, trace,
        destination_ids)
      VALUES ($1::uuid, $2, $3, $4::timestamptz, $4::timestamptz, $4::timestamptz, 'processed', 'pass', $5::jsonb,
        $6::jsonb, $7::uuid[])`,
    values: [
      event.id,
      event.category,
      event.name,
      event.at.toISOString(),
      event.dataJson,
      JSON.stringify(event.trace),
      `{${event.destinationIds.join(',')}}`,
    ],
  });
}
