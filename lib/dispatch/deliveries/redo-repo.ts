import type { PgClient } from '#lib/platform/db.ts';
import type { RedoRow } from './refusal.ts';

/** What somebody asked for reached these rows; null for a single call. */
type Tag = { operationId: string | null };

/** Locks the events of deliveries: resends and replays of one event follow each other. */
export async function lockEventsOf(client: PgClient, deliveryIds: readonly string[]): Promise<void> {
  await client.query({
    name: 'redo-lock-events',
    text: `SELECT 1 FROM events WHERE id = ANY(ARRAY(
        SELECT event_id FROM deliveries WHERE id = ANY($1::uuid[]))) ORDER BY id FOR UPDATE`,
    values: [deliveryIds],
  });
}

/**
 * Locks deliveries, in the order of their ids. Without `wait`, what a worker or another call holds at this moment is
 * left out: many at once must never stand in a ring with those who record attempts.
 */
export async function lockForRedo(
  client: PgClient,
  ids: readonly string[],
  { wait }: { wait: boolean },
): Promise<RedoRow[]> {
  const { rows } = await client.query<RedoRow>({
    name: wait ? 'redo-lock' : 'redo-lock-free',
    text: `SELECT d.id, d.event_id, d.destination_id, d.status, coalesce(d.origin_id, d.id) AS root_id,
        t.name AS destination, t.enabled AS destination_enabled, t.deleted_at IS NOT NULL AS destination_deleted,
        e.id IS NOT NULL AS event_kept, e.verdict, EXISTS (
          SELECT 1 FROM deliveries r WHERE r.event_id = d.event_id AND r.status IN ('pending', 'delivering')
            AND coalesce(r.origin_id, r.id) = coalesce(d.origin_id, d.id) AND r.id <> d.id
        ) AS resend_under_way
      FROM deliveries d JOIN destinations t ON t.id = d.destination_id LEFT JOIN events e ON e.id = d.event_id
      WHERE d.id = ANY($1::uuid[]) ORDER BY d.id FOR UPDATE OF d${wait ? '' : ' SKIP LOCKED'}`,
    values: [ids],
  });
  return rows;
}

/** Due now. What had ended gets a further attempt beyond its plan. */
export async function markDue(client: PgClient, ids: readonly string[], { operationId }: Tag): Promise<void> {
  await client.query({
    name: 'redo-retry',
    text: `UPDATE deliveries SET status = 'pending', next_attempt_at = clock_timestamp(), claimed_by = NULL,
        finished_at = NULL, reason = CASE WHEN status = 'pending' THEN reason END,
        manual_retries = manual_retries + CASE WHEN status = 'pending' THEN 0 ELSE 1 END,
        operation_id = coalesce($2::uuid, operation_id)
      WHERE id = ANY($1::uuid[])`,
    values: [ids, operationId],
  });
}

export async function markDiscarded(
  client: PgClient,
  ids: readonly string[],
  { reason, operationId }: Tag & { reason: string },
): Promise<void> {
  await client.query({
    name: 'redo-discard',
    text: `UPDATE deliveries SET status = 'discarded', reason = $2, next_attempt_at = NULL, claimed_by = NULL,
        finished_at = clock_timestamp(), operation_id = coalesce($3::uuid, operation_id)
      WHERE id = ANY($1::uuid[])`,
    values: [ids, reason, operationId],
  });
}

/** A delivery to be made besides those that there are. */
export type AddedDelivery = {
  id: string;
  eventId: string;
  destinationId: string;
  status: 'pending' | 'withheld';
  reason: string | null;
  cause: 'resend' | 'replay';
  originId: string | null;
};

/** New deliveries of events that were dispatched before; the ledger hears of them in the same statement. */
export async function addToDispatched(
  client: PgClient,
  added: readonly AddedDelivery[],
  { operationId }: Tag,
): Promise<void> {
  if (added.length === 0) return;
  const column = <T>(read: (one: AddedDelivery) => T): T[] => added.map(read);
  await client.query({
    name: 'redo-add',
    text: `WITH input AS (
        SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::uuid[])
          AS t(id, event_id, destination_id, status, reason, cause, origin_id)
      ), decided AS (
        UPDATE events e SET destination_ids = e.destination_ids || n.ids
        FROM (SELECT event_id, array_agg(destination_id) AS ids FROM input GROUP BY 1) n
        WHERE e.id = n.event_id AND e.id = ANY($2::uuid[]) AND e.destination_ids IS NOT NULL
      )
      INSERT INTO deliveries (id, event_id, destination_id, status, reason, cause, origin_id, operation_id,
        next_attempt_at, finished_at)
      SELECT id, event_id, destination_id, status, reason, cause, origin_id, $8::uuid,
        CASE WHEN status = 'pending' THEN clock_timestamp() END, CASE WHEN status <> 'pending' THEN clock_timestamp() END
      FROM input`,
    values: [
      column((one) => one.id),
      column((one) => one.eventId),
      column((one) => one.destinationId),
      column((one) => one.status),
      column((one) => one.reason),
      column((one) => one.cause),
      column((one) => one.originId),
      operationId,
    ],
  });
}
