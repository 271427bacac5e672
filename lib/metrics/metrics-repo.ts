import { uuidv7Floor } from '#lib/platform/ids.ts';
import { readBounded } from '#lib/platform/read-bounded.ts';

const MAX_COUNTED = 10_000;

export type EventCount = { status: string; verdict: string | null; count: number };

export function countRecentEvents(from: Date): Promise<EventCount[]> {
  return readBounded<EventCount>(
    'SELECT status, verdict, count(*)::int AS count FROM events WHERE id >= $1 GROUP BY 1, 2 ORDER BY 1, 2',
    [uuidv7Floor(from)],
  );
}

export function countRecentWarnings(from: Date): Promise<{ reason: string; count: number }[]> {
  return readBounded<{ reason: string; count: number }>(
    'SELECT reason, sum(count)::int AS count FROM event_warnings WHERE minute >= $1 GROUP BY 1 ORDER BY 1',
    [from],
  );
}

export type Backlog = { destination: string; state: string; waiting: number; oldest_seconds: number };

const unfinished = (again: 0 | 1): string =>
  `FROM deliveries WHERE destination_id = d.id AND status IN ('pending', 'delivering') AND least(attempt_count, 1) = ${again}`;
const firstDue = (again: 0 | 1): string =>
  `(SELECT next_attempt_at ${unfinished(again)} AND next_attempt_at IS NOT NULL ORDER BY next_attempt_at LIMIT 1)`;

/** The state of each destination, what waits for it, counted up to 10,000, and for how long the longest is overdue. */
export function readBacklogs(): Promise<Backlog[]> {
  return readBounded<Backlog>(
    `SELECT d.name AS destination, w.waiting,
        CASE WHEN NOT d.enabled THEN 'disabled' WHEN d.paused_at IS NOT NULL THEN 'paused'
          WHEN b.state = 'closed' THEN 'active' ELSE b.state END AS state,
        greatest(0, coalesce(extract(epoch FROM now() - least(${firstDue(0)}, ${firstDue(1)})), 0))::float8 AS oldest_seconds
      FROM destinations d JOIN destination_breakers b ON b.destination_id = d.id
      CROSS JOIN LATERAL (
        SELECT count(*)::int AS waiting FROM (
          (SELECT 1 ${unfinished(0)} LIMIT ${MAX_COUNTED}) UNION ALL (SELECT 1 ${unfinished(1)} LIMIT ${MAX_COUNTED})
          LIMIT ${MAX_COUNTED}
        ) AS counted
      ) AS w WHERE d.deleted_at IS NULL ORDER BY d.name`,
  );
}

export type QueueDepth = { queue: string; state: string; count: number };

export function readQueueDepths(): Promise<QueueDepth[]> {
  return readBounded<QueueDepth>(
    `SELECT name AS queue, state::text AS state, count(*)::int AS count FROM pgboss.job
      WHERE state IN ('created', 'retry', 'active') GROUP BY 1, 2 ORDER BY 1, 2`,
  );
}

/** Rows that lie in no day's partition, counted up to 10,000. */
export function countUnplaced(): Promise<{ table: string; rows: number }[]> {
  const parts = ['events', 'deliveries', 'delivery_attempts'].map(
    (table) =>
      `SELECT '${table}' AS table, (SELECT count(*)::int FROM (SELECT 1 FROM ${table}_default LIMIT ${MAX_COUNTED}) AS first) AS rows`,
  );
  return readBounded<{ table: string; rows: number }>(parts.join(' UNION ALL '));
}
