import { BOUNDS_MS } from './answer-times.ts';

// Written out, because a function of the database would be called for every row.
const histogram = `ARRAY[${[...BOUNDS_MS, null]
  .map((to, i) => {
    const from = BOUNDS_MS[i - 1] ?? 0;
    return `count(*) FILTER (WHERE e.duration_ms >= ${from}${to === null ? '' : ` AND e.duration_ms < ${to}`})`;
  })
  .join(', ')}]::int[]`;
const sum = `ARRAY[${[...BOUNDS_MS, null].map((_, i) => `c.answers[${i + 1}] + excluded.answers[${i + 1}]`).join(', ')}]`;

/**
 * Part of the statement that records attempts: counts what \`settled\` (deliveries) and \`attempts\` (rows written) of it
 * hold, in the same commit. Rows are taken in one order everywhere, so that two processes do not wait for each other
 * in a circle.
 */
export const COUNT = `
  ended AS (
    SELECT a.destination_id, a.number, a.outcome, a.status_code, a.duration_ms, a.error,
      coalesce(s.status = 'dead', false) AS died
    FROM attempts a LEFT JOIN settled s ON s.id = a.delivery_id AND s.attempt_count = a.number
    UNION ALL
    SELECT s.destination_id, NULL, NULL, NULL, NULL, NULL, true FROM settled s
    WHERE s.status = 'dead' AND NOT EXISTS (
      SELECT 1 FROM attempts a WHERE a.delivery_id = s.id AND a.number = s.attempt_count
    )
  ), counted AS (
    INSERT INTO delivery_counts AS c
      (destination_id, seconds, bucket, outcome, status_code, attempts, dead, answers, last_at, last_error)
    SELECT e.destination_id, width.seconds,
      date_bin(width.seconds * interval '1 second', now(), '1970-01-01T00:00:00Z'),
      coalesce(e.outcome, 'none'), coalesce(e.status_code, 0), count(e.number), count(*) FILTER (WHERE e.died),
      ${histogram}, now(), max(left(e.error, 300))
    FROM ended e CROSS JOIN (VALUES (60), (3600)) AS width(seconds)
    GROUP BY 1, 2, 3, 4, 5
    ORDER BY 1, 2, 3, 4, 5
    ON CONFLICT (destination_id, seconds, bucket, outcome, status_code) DO UPDATE SET
      attempts = c.attempts + excluded.attempts, dead = c.dead + excluded.dead,
      answers = ${sum},
      last_at = greatest(c.last_at, excluded.last_at), last_error = coalesce(excluded.last_error, c.last_error)
  )`;
