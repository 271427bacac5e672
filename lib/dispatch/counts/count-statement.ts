import { BOUNDS_MS } from './answer-times.ts';

// Written out, because a function of the database would be called for every row.
const histogram = `ARRAY[${[...BOUNDS_MS, null]
  .map((to, i) => {
    const from = BOUNDS_MS[i - 1] ?? 0;
    return `count(*) FILTER (WHERE a.duration_ms >= ${from}${to === null ? '' : ` AND a.duration_ms < ${to}`})`;
  })
  .join(', ')}]::int[]`;
const sum = `ARRAY[${[...BOUNDS_MS, null].map((_, i) => `c.answers[${i + 1}] + excluded.answers[${i + 1}]`).join(', ')}]`;

/**
 * Part of the statement that records attempts: counts what \`settled\` (deliveries) and \`attempts\` (rows written) of it
 * hold, in the same commit. Rows are taken in one order everywhere, so that two processes do not wait for each other
 * in a circle.
 */
export const COUNT = `
  counted AS (
    INSERT INTO delivery_counts AS c
      (destination_id, seconds, bucket, outcome, status_code, attempts, dead, answers, last_at, last_error)
    SELECT d.destination_id, width.seconds,
      date_bin(width.seconds * interval '1 second', now(), '1970-01-01T00:00:00Z'),
      coalesce(a.outcome, 'none'), coalesce(a.status_code, 0), count(a.number), count(*) FILTER (WHERE s.status = 'dead'),
      ${histogram}, now(),
      max(left(a.error, 300))
    FROM input i JOIN deliveries d ON d.id = i.delivery_id AND d.id = ANY($2::uuid[])
      LEFT JOIN settled s ON s.id = i.delivery_id AND s.attempt_count = i.number
      LEFT JOIN attempts a ON a.delivery_id = i.delivery_id AND a.number = i.number
      CROSS JOIN (VALUES (60), (3600)) AS width(seconds)
    WHERE a.number IS NOT NULL OR s.status = 'dead'
    GROUP BY 1, 2, 3, 4, 5
    ORDER BY 1, 2, 3, 4, 5
    ON CONFLICT (destination_id, seconds, bucket, outcome, status_code) DO UPDATE SET
      attempts = c.attempts + excluded.attempts, dead = c.dead + excluded.dead,
      answers = ${sum},
      last_at = greatest(c.last_at, excluded.last_at), last_error = coalesce(excluded.last_error, c.last_error)
  )`;
