import { pool } from '#lib/platform/db.ts';

/** A session's deliveries to one destination. */
export type OrderedSession = { destination_id: string; session_key: string };

const unfinished = `status IN ('pending', 'delivering')`;

/** Those of a session that have a time (0), or none yet (1), as the index has them. */
const ofSession = (session: string, untimed: 0 | 1): string => `
  FROM deliveries WHERE destination_id = ${session}.destination_id AND session_key = ${session}.session_key
    AND ${unfinished} AND num_nulls(next_attempt_at) = ${untimed}`;

/**
 * Makes the first delivery of each session due that waits for its turn, unless another one has it, or an earlier event
 * of the session still has to be processed. Answers how many. To be called after the commit that finished or added
 * something: whoever of two commits looks last then sees both.
 */
export async function releaseHeads(sessions: readonly OrderedSession[]): Promise<number> {
  const { rowCount } = await pool().query({
    name: 'dispatch-release-heads',
    text: `UPDATE deliveries d SET next_attempt_at = clock_timestamp()
      FROM (SELECT DISTINCT destination_id, session_key FROM unnest($1::uuid[], $2::text[]) AS t(destination_id, session_key)) AS s
      CROSS JOIN LATERAL (SELECT id, event_id ${ofSession('s', 1)} ORDER BY event_id LIMIT 1) AS head
      WHERE d.id = head.id AND d.next_attempt_at IS NULL AND d.status = 'pending'
        AND NOT EXISTS (SELECT 1 ${ofSession('s', 0)})
        AND NOT EXISTS (
          SELECT 1 FROM events e WHERE e.session_id = s.session_key AND e.id < head.event_id
            AND e.id >= coalesce((SELECT below_id FROM sweep_marks WHERE name = 'processed-events'), '00000000-0000-0000-0000-000000000000')
            AND e.status IN ('accepted', 'processing'))`,
    values: [sessions.map((one) => one.destination_id), sessions.map((one) => one.session_key)],
  });
  return rowCount ?? 0;
}

/** Sessions of which one waits for its turn and none has it: one look for each session that has any. */
export async function findHeldSessions(limit: number): Promise<OrderedSession[]> {
  const { rows } = await pool().query<OrderedSession>({
    name: 'dispatch-held-sessions',
    text: `WITH RECURSIVE walk AS (
        SELECT d.id AS destination_id, (
          SELECT min(session_key) FROM deliveries
          WHERE destination_id = d.id AND session_key IS NOT NULL AND ${unfinished}
        ) AS session_key
        FROM destinations d WHERE d.enabled AND d.deleted_at IS NULL
        UNION ALL
        SELECT w.destination_id, (
          SELECT min(session_key) FROM deliveries
          WHERE destination_id = w.destination_id AND session_key > w.session_key AND ${unfinished}
        )
        FROM walk w WHERE w.session_key IS NOT NULL
      )
      SELECT w.destination_id, w.session_key FROM walk w
      WHERE w.session_key IS NOT NULL AND NOT EXISTS (SELECT 1 ${ofSession('w', 0)}) LIMIT $1`,
    values: [limit],
  });
  return rows;
}

/** What waits for its session although its destination no longer asks for that becomes due; answers how many. */
export async function releaseUnordered(limit: number): Promise<number> {
  const { rowCount } = await pool().query({
    name: 'dispatch-release-unordered',
    text: `UPDATE deliveries l SET next_attempt_at = clock_timestamp(), session_key = NULL
      WHERE l.id IN (
        SELECT w.id FROM destinations d CROSS JOIN LATERAL (
          SELECT id FROM deliveries
          WHERE destination_id = d.id AND session_key IS NOT NULL AND ${unfinished} AND next_attempt_at IS NULL LIMIT $1
        ) AS w WHERE NOT d.ordered LIMIT $1)
        AND l.next_attempt_at IS NULL AND l.status = 'pending'`,
    values: [limit],
  });
  return rowCount ?? 0;
}
