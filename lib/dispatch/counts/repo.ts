import { pool } from '#lib/platform/db.ts';
import { readBounded } from '#lib/platform/read-bounded.ts';
import type { CountedOutcome, DestinationStats } from './schema.ts';

const MINUTE = 60;
const HOUR = 3_600;

/** So much of one destination: attempts by how they ended, deliveries that died by them. */
export type BarRow = { bar_ms: number; outcome: string; attempts: number; dead: number };
export type ReasonRow = {
  outcome: CountedOutcome;
  status_code: number;
  count: number;
  last_at: Date;
  last_error: string | null;
};
type Window = { from: Date; to: Date; barSeconds: number };

/** Minutes where bars are finer than an hour, hours otherwise: some thousand rows at most. */
const widthFor = (barSeconds: number): number => (barSeconds < HOUR ? MINUTE : HOUR);

export function readBars(destinationId: string, { from, to, barSeconds }: Window): Promise<BarRow[]> {
  return readBounded<BarRow>(
    `SELECT (floor(extract(epoch FROM bucket) / $5) * $5 * 1000)::float8 AS bar_ms, outcome,
        sum(attempts)::float8 AS attempts, sum(dead)::float8 AS dead
      FROM delivery_counts WHERE destination_id = $1 AND seconds = $2 AND bucket >= $3 AND bucket < $4
      GROUP BY 1, 2`,
    [destinationId, widthFor(barSeconds), from, to, barSeconds],
  );
}

export function readReasons(
  destinationId: string,
  { from, to, barSeconds }: Window,
  limit: number,
): Promise<ReasonRow[]> {
  return readBounded<ReasonRow>(
    `SELECT outcome, status_code, sum(attempts)::float8 AS count, max(last_at) AS last_at,
        (array_agg(last_error ORDER BY last_at DESC) FILTER (WHERE last_error IS NOT NULL))[1] AS last_error
      FROM delivery_counts WHERE destination_id = $1 AND seconds = $2 AND bucket >= $3 AND bucket < $4
        AND outcome NOT IN ('delivered', 'none')
      GROUP BY 1, 2 ORDER BY count DESC, outcome, status_code LIMIT $5`,
    [destinationId, widthFor(barSeconds), from, to, limit],
  );
}

/** The histogram of how long attempts took, from the hours that lie in the window; from minutes when it is an hour. */
export async function readAnswers(destinationId: string, { from, to }: Window): Promise<number[]> {
  const rows = await readBounded<{ count: number }>(
    `SELECT sum(count)::float8 AS count FROM delivery_counts, unnest(answers) WITH ORDINALITY AS t(count, place)
      WHERE destination_id = $1 AND seconds = $2 AND bucket >= $3 AND bucket < $4
      GROUP BY place ORDER BY place`,
    [destinationId, to.getTime() - from.getTime() <= 2 * HOUR * 1_000 ? MINUTE : HOUR, from, to],
  );
  return rows.map(({ count }) => count);
}

export type LatestRow = {
  delivery_id: string;
  event_id: string;
  number: number;
  started_at: Date;
  duration_ms: number;
  outcome: DestinationStats['latest'][number]['outcome'];
  status_code: number | null;
  error: string | null;
};

export function readLatestAttempts(destinationId: string, limit: number): Promise<LatestRow[]> {
  return readBounded<LatestRow>(
    `SELECT a.delivery_id, d.event_id, a.number, a.started_at, a.duration_ms, a.outcome, a.status_code, a.error
      FROM (
        SELECT * FROM delivery_attempts WHERE destination_id = $1 ORDER BY started_at DESC LIMIT $2
      ) AS a JOIN deliveries d ON d.id = a.delivery_id
      ORDER BY a.started_at DESC, a.number DESC`,
    [destinationId, limit],
  );
}

export type ActivityRow = {
  delivered: number;
  failed: number;
  last_delivered_at: Date | null;
  hours: { at_ms: number; delivered: number; failed: number }[];
  last_minute: number;
  answers: number[] | null;
};

const TODAY = `delivery_counts
  WHERE destination_id = t.id AND seconds = ${HOUR} AND bucket > now() - interval '24 hours'`;

/** What attempts came to in the last 24 hours, for a page of destinations at once: some dozen rows for each. */
export async function readActivity(ids: readonly string[]): Promise<Map<string, ActivityRow>> {
  const { rows } = await pool().query<ActivityRow & { id: string }>({
    name: 'dispatch-activity',
    text: `SELECT t.id, done.*, shape.hours, coalesce(minute.attempts, 0) AS last_minute, times.answers
      FROM unnest($1::uuid[]) AS t(id)
      CROSS JOIN LATERAL (
        SELECT coalesce(sum(attempts) FILTER (WHERE outcome = 'delivered'), 0)::float8 AS delivered,
          coalesce(sum(dead), 0)::float8 AS failed, max(last_at) FILTER (WHERE outcome = 'delivered') AS last_delivered_at
        FROM ${TODAY}
      ) AS done
      CROSS JOIN LATERAL (
        SELECT coalesce(jsonb_agg(hour), '[]') AS hours FROM (
          SELECT extract(epoch FROM bucket) * 1000 AS at_ms,
            coalesce(sum(attempts) FILTER (WHERE outcome = 'delivered'), 0) AS delivered,
            coalesce(sum(attempts) FILTER (WHERE outcome <> 'delivered'), 0) AS failed
          FROM ${TODAY} GROUP BY bucket
        ) AS hour
      ) AS shape
      CROSS JOIN LATERAL (
        SELECT sum(attempts)::float8 AS attempts FROM delivery_counts
        WHERE destination_id = t.id AND seconds = ${MINUTE}
          AND bucket = date_trunc('minute', now()) - interval '1 minute'
      ) AS minute
      CROSS JOIN LATERAL (
        SELECT array_agg(count ORDER BY place) AS answers FROM (
          SELECT place, sum(count)::float8 AS count
          FROM delivery_counts, unnest(answers) WITH ORDINALITY AS h(count, place)
          WHERE destination_id = t.id AND seconds = ${HOUR}
            AND bucket >= date_trunc('hour', now()) - interval '1 hour' GROUP BY place
        ) AS summed
      ) AS times`,
    values: [ids],
  });
  return new Map(rows.map((row) => [row.id, row]));
}

/** Minutes are only looked at for a day, hours for a month. */
export async function deleteOldCounts(minutesBefore: Date, hoursBefore: Date): Promise<void> {
  await pool().query(
    `DELETE FROM delivery_counts
      WHERE (seconds = ${MINUTE} AND bucket < $1) OR (seconds = ${HOUR} AND bucket < $2)`,
    [minutesBefore, hoursBefore],
  );
}
