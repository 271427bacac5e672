import { pool } from '#lib/platform/db.ts';
import { type Page, type PageRequest, toPage } from '#lib/platform/keyset.ts';
import { readBounded } from '#lib/platform/read-bounded.ts';
import { DELIVERY_STATUSES, type DeliveryStatus } from '../schema.ts';
import { deliveryConditions } from './filter-conditions.ts';
import { type DeliveryFilters, MAX_COUNTED } from './schema.ts';

export type DeliveryRow = {
  id: string;
  event_id: string;
  destination_id: string;
  destination: string;
  kind: string;
  destination_enabled: boolean;
  status: DeliveryStatus;
  reason: string | null;
  attempt_count: number;
  next_attempt_at: Date | null;
  created_at: Date;
  finished_at: Date | null;
  cause: 'event' | 'resend' | 'replay';
  origin_id: string | null;
  operation_id: string | null;
  event_name: string | null;
  category: string | null;
  verdict: string | null;
  client_id: string | null;
  client_name: string | null;
  processed_at: Date | null;
  last_number: number | null;
  last_at: Date | null;
  last_duration_ms: number | null;
  last_outcome: string | null;
  last_status_code: number | null;
};

/** Deliveries of the inner statement `d`, with what is shown of each. */
const described = (inner: string): string => `
  SELECT d.id, d.event_id, d.destination_id, t.name AS destination, t.kind,
    t.enabled AND t.deleted_at IS NULL AS destination_enabled, d.status, d.reason, d.attempt_count, d.next_attempt_at,
    d.created_at, d.finished_at, d.cause, d.origin_id, d.operation_id, e.name AS event_name, e.category, e.verdict,
    e.client_id, c.name AS client_name, e.processed_at, a.number AS last_number, a.started_at AS last_at,
    a.duration_ms AS last_duration_ms, a.outcome AS last_outcome, a.status_code AS last_status_code
  FROM (${inner}) d
  JOIN destinations t ON t.id = d.destination_id
  LEFT JOIN events e ON e.id = d.event_id
  LEFT JOIN clients c ON c.id = e.client_id
  LEFT JOIN LATERAL (
    SELECT number, started_at, duration_ms, outcome, status_code FROM delivery_attempts
    WHERE delivery_id = d.id ORDER BY number DESC LIMIT 1
  ) a ON true`;

/** Newest first: the id tells when it was made. */
export async function pageOfDeliveries(
  filter: DeliveryFilters,
  request: PageRequest,
): Promise<Page<DeliveryRow>> {
  const back = request.position?.direction === 'prev';
  const { parts, values, param } = deliveryConditions(filter);
  if (request.position) parts.push(`d.id ${back ? '>' : '<'} ${param(request.position.key[0])}`);
  const order = back ? 'ASC' : 'DESC';
  const inner = `SELECT * FROM deliveries d WHERE ${['true', ...parts].join(' AND ')}
    ORDER BY d.id ${order} LIMIT ${request.limit + 1}`;
  const rows = await readBounded<DeliveryRow>(`${described(inner)} ORDER BY d.id ${order}`, values);
  return toPage(rows, request, (row) => [row.id]);
}

export async function findDelivery(id: string): Promise<DeliveryRow | null> {
  const { rows } = await pool().query<DeliveryRow>(described('SELECT * FROM deliveries WHERE id = $1'), [id]);
  return rows[0] ?? null;
}

export type AttemptRow = {
  number: number;
  started_at: Date;
  duration_ms: number;
  outcome: string;
  status_code: number | null;
  error: string | null;
  response: string | null;
  next_attempt_at: Date | null;
  /** JSON text. */
  request: string | null;
};

export async function attemptsOf(id: string): Promise<AttemptRow[]> {
  const { rows } = await pool().query<AttemptRow>(
    `SELECT number, started_at, duration_ms, outcome, status_code, error, response, next_attempt_at, request
      FROM delivery_attempts WHERE delivery_id = $1 ORDER BY number`,
    [id],
  );
  return rows;
}

type RelatedRow = { id: string; cause: DeliveryRow['cause']; status: DeliveryStatus; created_at: Date };

/** The first delivery and its resends, oldest first, without the one that is asked about. */
export async function relatedTo(row: DeliveryRow): Promise<RelatedRow[]> {
  const { rows } = await pool().query<RelatedRow>(
    `SELECT id, cause, status, created_at FROM deliveries
      WHERE event_id = $1 AND coalesce(origin_id, id) = $2 AND id <> $3 ORDER BY id LIMIT 100`,
    [row.event_id, row.origin_id ?? row.id, row.id],
  );
  return rows;
}

/** How many there are of each status, each up to a limit. */
export async function countByStatus(
  filter: DeliveryFilters,
): Promise<{ status: DeliveryStatus; count: number }[]> {
  const { status: _own, ...others } = filter;
  const { parts, values } = deliveryConditions(others);
  const counted = DELIVERY_STATUSES.map(
    (status) => `SELECT '${status}' AS status, (SELECT count(*)::int FROM (
      SELECT 1 FROM deliveries d WHERE ${[...parts, `d.status = '${status}'`].join(' AND ')} LIMIT ${MAX_COUNTED + 1}
    ) AS found) AS count`,
  );
  return readBounded(counted.join(' UNION ALL '), values);
}

export type ShelfRow = {
  destination_id: string;
  destination: string;
  kind: string;
  destination_enabled: boolean;
  destination_deleted: boolean;
  reason: string | null;
  count: number;
  oldest_at: Date;
  latest_at: Date;
};

const MAX_GROUPS = 200;

/** The newest dead deliveries, up to so many, by destination and reason. */
export function groupDead(most: number): Promise<ShelfRow[]> {
  return readBounded<ShelfRow>(
    `WITH dead AS (
        SELECT destination_id, reason, created_at, finished_at FROM deliveries WHERE status = 'dead'
        ORDER BY id DESC LIMIT $1
      ), grouped AS (
        SELECT destination_id, reason, count(*)::int AS count, min(created_at) AS oldest_at,
          max(coalesce(finished_at, created_at)) AS latest_at
        FROM dead GROUP BY 1, 2
      )
      SELECT g.*, t.name AS destination, t.kind, t.enabled AND t.deleted_at IS NULL AS destination_enabled,
        t.deleted_at IS NOT NULL AS destination_deleted
      FROM grouped g JOIN destinations t ON t.id = g.destination_id
      ORDER BY g.count DESC, t.name, g.reason LIMIT ${MAX_GROUPS}`,
    [most],
  );
}
