import { type PgClient, pool } from '#lib/platform/db.ts';
import type { Attempt, BreakerState, Delivery } from './schema.ts';

export type NewDelivery = {
  id: string;
  eventId: string;
  destinationId: string;
  status: 'pending' | 'withheld';
  reason: string | null;
  /** Where the destination wants the order of the session: it is due once it is the first of those unfinished. */
  sessionKey?: string | null;
};

export async function insertDeliveries(client: PgClient, deliveries: readonly NewDelivery[]): Promise<void> {
  await client.query({
    name: 'dispatch-insert-deliveries',
    text: `INSERT INTO deliveries (id, event_id, destination_id, status, reason, session_key, next_attempt_at, finished_at)
      SELECT id, event_id, destination_id, status, reason, session_key,
        CASE WHEN status = 'pending' AND session_key IS NULL THEN clock_timestamp() END,
        CASE WHEN status <> 'pending' THEN clock_timestamp() END
      FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[])
        AS t(id, event_id, destination_id, status, reason, session_key)`,
    values: [
      deliveries.map((delivery) => delivery.id),
      deliveries.map((delivery) => delivery.eventId),
      deliveries.map((delivery) => delivery.destinationId),
      deliveries.map((delivery) => delivery.status),
      deliveries.map((delivery) => delivery.reason),
      deliveries.map((delivery) => delivery.sessionKey ?? null),
    ],
  });
}

/** The enabled destinations that are marked for notices, but for the one that is to hear nothing. */
export async function noticeTakers(
  client: PgClient,
  exceptId: string | null,
): Promise<{ id: string; name: string }[]> {
  const { rows } = await client.query<{ id: string; name: string }>({
    name: 'dispatch-notice-takers',
    text: `SELECT id, name FROM destinations
      WHERE notices AND enabled AND deleted_at IS NULL AND id IS DISTINCT FROM $1::uuid ORDER BY id`,
    values: [exceptId],
  });
  return rows;
}

const iso = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

export type HealthRow = {
  backlog: number;
  in_flight: number;
  oldest_waiting_at: Date | null;
  breaker_state: BreakerState;
  opened_at: Date | null;
  next_probe_at: Date | null;
  failed_half_opens: number;
};

const waitingOf = (again: 0 | 1): string => `(
  SELECT status, created_at FROM deliveries
  WHERE destination_id = t.id AND status IN ('pending', 'delivering') AND least(attempt_count, 1) = ${again}
  ORDER BY next_attempt_at LIMIT 10000)`;

/** Whether it is called, and what waits now, counted up to 10,000 so that a backlog stays cheap to look at. */
export async function readHealth(ids: readonly string[]): Promise<Map<string, HealthRow>> {
  const { rows } = await pool().query<HealthRow & { id: string }>({
    name: 'dispatch-health',
    text: `SELECT t.id, waiting.*, b.state AS breaker_state, b.opened_at, b.next_probe_at, b.failed_half_opens
      FROM unnest($1::uuid[]) AS t(id)
      JOIN destination_breakers b ON b.destination_id = t.id
      CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE status = 'pending')::int AS backlog,
          count(*) FILTER (WHERE status = 'delivering')::int AS in_flight,
          min(created_at) FILTER (WHERE status = 'pending') AS oldest_waiting_at
        FROM (${waitingOf(0)} UNION ALL ${waitingOf(1)} LIMIT 10000) AS counted
      ) AS waiting`,
    values: [ids],
  });
  return new Map(rows.map((row) => [row.id, row]));
}

export type EventDelivery = Omit<Delivery, 'attempts'> & {
  /** `caught_later`: a scan after it caught something in the event, which may stand in what was sent and answered. */
  attempts: (Attempt & { caught_later: boolean })[];
};

export async function listDeliveriesOfEvent(eventId: string): Promise<EventDelivery[]> {
  const { rows } = await pool().query<EventDelivery>({
    name: 'dispatch-deliveries-of-event',
    text: `SELECT d.id, d.event_id, d.destination_id, t.name AS destination, t.kind, d.status, d.reason,
        d.attempt_count, ${iso('d.next_attempt_at')} AS next_attempt_at, ${iso('d.created_at')} AS created_at,
        ${iso('d.finished_at')} AS finished_at, a.attempts,
        CASE WHEN d.status <> 'pending' THEN NULL WHEN t.paused_at IS NOT NULL THEN 'paused'
          WHEN b.state <> 'closed' THEN 'failing' END AS held
      FROM deliveries d JOIN destinations t ON t.id = d.destination_id
      LEFT JOIN destination_breakers b ON b.destination_id = d.destination_id
      LEFT JOIN events e ON e.id = d.event_id
      CROSS JOIN LATERAL (
        SELECT coalesce(jsonb_agg(jsonb_build_object('number', number, 'at', ${iso('started_at')},
          'duration_ms', duration_ms, 'outcome', outcome, 'status_code', status_code, 'error', error,
          'response', response, 'request', request::jsonb, 'next_attempt_at', ${iso('next_attempt_at')},
          'caught_later', coalesce(e.verdict <> 'pass' AND started_at < e.processed_at, false)) ORDER BY number), '[]') AS attempts
        FROM delivery_attempts WHERE delivery_id = d.id
      ) AS a
      WHERE d.event_id = $1 ORDER BY d.id`,
    values: [eventId],
  });
  return rows;
}
