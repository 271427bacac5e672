import { pool } from '#lib/platform/db.ts';
import type { Attempt } from './schema.ts';

/** An enabled destination as it stands: what is worth telling is decided elsewhere. */
export type WatchedDestination = {
  id: string;
  name: string;
  paused_at: Date | null;
  isCalled: boolean;
  next_probe_at: Date | null;
  /** Of the latest attempts, the newest first. */
  latest: { outcome: Attempt['outcome']; status_code: number | null; at_ms: number }[];
  died_in_an_hour: number;
  /** Counted up to 10,000, and only while it is paused. */
  waiting: number;
};

/** All by indexes: the latest attempts of each, sixty rows of counts, and a backlog as far as it is counted. */
export async function readWatched(latestAttempts: number): Promise<WatchedDestination[]> {
  const { rows } = await pool().query<WatchedDestination>({
    name: 'dispatch-watched',
    text: `SELECT d.id, d.name, d.paused_at, b.state = 'closed' AS "isCalled", b.next_probe_at, recent.latest,
        coalesce(died.count, 0)::float8 AS died_in_an_hour, coalesce(backlog.waiting, 0) AS waiting
      FROM destinations d JOIN destination_breakers b ON b.destination_id = d.id
      CROSS JOIN LATERAL (
        SELECT coalesce(jsonb_agg(jsonb_build_object('outcome', outcome, 'status_code', status_code,
          'at_ms', extract(epoch FROM started_at) * 1000) ORDER BY started_at DESC), '[]') AS latest
        FROM (
          SELECT outcome, status_code, started_at FROM delivery_attempts
          WHERE destination_id = d.id AND outcome <> 'lost' ORDER BY started_at DESC LIMIT $1
        ) AS taken
      ) AS recent
      CROSS JOIN LATERAL (
        SELECT sum(dead) AS count FROM delivery_counts
        WHERE destination_id = d.id AND seconds = 60 AND bucket > now() - interval '1 hour'
      ) AS died
      LEFT JOIN LATERAL (
        SELECT count(*)::int AS waiting FROM (
          SELECT 1 FROM deliveries WHERE destination_id = d.id AND status IN ('pending', 'delivering') LIMIT 10000
        ) AS counted
      ) AS backlog ON d.paused_at IS NOT NULL
      WHERE d.enabled AND d.deleted_at IS NULL ORDER BY d.id`,
    values: [latestAttempts],
  });
  return rows;
}
