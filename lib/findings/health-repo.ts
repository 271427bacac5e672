import { readBounded } from '#lib/platform/read-bounded.ts';
import type { PatternPrecision, QueueHealth } from './schema.ts';

type Queue = Omit<QueueHealth, 'closed_per_day' | 'precision'>;

/** What waits, by the time since it was first seen or came back; and how long the last 30 days' verdicts took. */
export async function readQueue(now: Date): Promise<Queue> {
  const [row] = await readBounded<Queue & { oldest: Date | null }>(
    `WITH waiting AS (
        SELECT state, coalesce(reopened_at, first_seen_at) AS since FROM findings WHERE state IN ('open', 'in_review')
      ), taken AS (
        SELECT extract(epoch FROM closed_at - coalesce(reopened_at, first_seen_at))::float8 AS seconds
        FROM findings WHERE state = 'closed' AND closed_at > $1::timestamptz - interval '30 days'
      )
      SELECT json_build_object(
          'under_a_day', count(*) FILTER (WHERE since > $1::timestamptz - interval '1 day'),
          'under_a_week', count(*) FILTER (WHERE since <= $1::timestamptz - interval '1 day'
            AND since > $1::timestamptz - interval '7 days'),
          'under_a_month', count(*) FILTER (WHERE since <= $1::timestamptz - interval '7 days'
            AND since > $1::timestamptz - interval '30 days'),
          'older', count(*) FILTER (WHERE since <= $1::timestamptz - interval '30 days')) AS waiting,
        count(*) FILTER (WHERE state = 'in_review')::int AS in_review, min(since) AS oldest,
        (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) FROM taken) AS median_seconds_to_close
      FROM waiting`,
    [now],
  );
  if (!row) throw new Error('Counting answered no row.');
  const { oldest, ...queue } = row;
  return { ...queue, oldest_waiting_since: oldest?.toISOString() ?? null };
}

/** One row a day, days without any included. */
export function readClosedPerDay(since: Date, days: number): Promise<QueueHealth['closed_per_day']> {
  return readBounded(
    `SELECT to_char(day AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, coalesce(closed, 0)::int AS closed
      FROM generate_series($1::timestamptz, $1::timestamptz + ($2::int - 1) * interval '24 hours', interval '24 hours') AS day
      LEFT JOIN (
        SELECT date_bin('24 hours', closed_at, $1::timestamptz) AS day, count(*) AS closed
        FROM findings WHERE state = 'closed' AND closed_at >= $1::timestamptz GROUP BY 1
      ) AS counted USING (day) ORDER BY day`,
    [since, days],
  );
}

export type VerdictCount = Omit<PatternPrecision, 'precision' | 'interval'>;

/**
 * What reviewers said of the latest 10,000 findings they closed, for each version that saw one of the latest 1,000
 * places of it. A finding counts once for a version, in however many places it stands.
 */
export function readVerdicts(): Promise<VerdictCount[]> {
  return readBounded(
    `SELECT f.pattern_id, (array_agg(f.pattern_name ORDER BY f.last_seen_at DESC))[1] AS pattern, seen.version,
        count(*) FILTER (WHERE f.reason IN ('remediated', 'accepted_risk'))::int AS confirmed,
        count(*) FILTER (WHERE f.reason = 'false_positive')::int AS false_positives,
        count(*) FILTER (WHERE f.reason = 'used_in_tests')::int AS used_in_tests
      FROM (SELECT * FROM findings WHERE state = 'closed' ORDER BY closed_at DESC LIMIT 10000) AS f
      CROSS JOIN LATERAL (
        SELECT DISTINCT latest.pattern_version AS version FROM (
          SELECT pattern_version FROM finding_places p WHERE p.finding_id = f.id ORDER BY id DESC LIMIT 1000) AS latest
      ) AS seen
      GROUP BY f.pattern_id, seen.version ORDER BY pattern, seen.version DESC LIMIT 200`,
  );
}

type PatternDay = { pattern_id: string; day: number; places: number; last_hit_at: Date };

/** Places per pattern and day since the moment; days are counted from it. */
export function readPatternDays(since: Date): Promise<PatternDay[]> {
  return readBounded(
    `SELECT pattern_id, floor(extract(epoch FROM created_at - $1::timestamptz) / 86400)::int AS day,
        count(*)::int AS places, max(created_at) AS last_hit_at
      FROM finding_places WHERE created_at >= $1 GROUP BY 1, 2`,
    [since],
  );
}

export function readOpenPerPattern(): Promise<{ pattern_id: string; open: number }[]> {
  return readBounded(
    `SELECT pattern_id, count(*)::int AS open FROM findings WHERE state IN ('open', 'in_review') GROUP BY 1`,
  );
}
