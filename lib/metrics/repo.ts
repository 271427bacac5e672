import { pool } from '#lib/platform/db.ts';
import { uuidv7Floor } from '#lib/platform/ids.ts';
import { readBounded } from '#lib/platform/read-bounded.ts';
import type { Bucket, Overview } from './schema.ts';

export async function readReadiness(): Promise<{ queue: boolean; migrations: boolean }> {
  const result = await pool().query<{ queue: boolean; migrations: boolean }>(
    `SELECT to_regclass('pgboss.queue') IS NOT NULL AS queue, to_regclass('public.events') IS NOT NULL AS migrations`,
  );
  return result.rows[0] ?? { queue: false, migrations: false };
}

type Window = { from: Date; to: Date; bucketSeconds: number };

async function readBuckets({ from, to, bucketSeconds }: Window): Promise<Bucket[]> {
  const rows = await readBounded<Omit<Bucket, 'at'> & { at: Date }>(
    `SELECT b.at, coalesce(pass, 0) AS pass, coalesce(redact, 0) AS redact, coalesce(block, 0) AS block,
        coalesce(failed, 0) AS failed, coalesce(waiting, 0) AS waiting
      FROM generate_series($1::timestamptz, $2::timestamptz - make_interval(secs => $3), make_interval(secs => $3)) AS b(at)
      LEFT JOIN (
        SELECT date_bin(make_interval(secs => $3), received_at, $1::timestamptz) AS at,
          count(*) FILTER (WHERE verdict = 'pass')::int AS pass, count(*) FILTER (WHERE verdict = 'redact')::int AS redact,
          count(*) FILTER (WHERE verdict = 'block')::int AS block, count(*) FILTER (WHERE status = 'failed')::int AS failed,
          count(*) FILTER (WHERE status IN ('accepted', 'processing'))::int AS waiting
        FROM events WHERE id >= $4::uuid AND id < $5::uuid GROUP BY 1
      ) AS counted USING (at) ORDER BY b.at`,
    [from, to, bucketSeconds, uuidv7Floor(from), uuidv7Floor(to)],
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

type Totals = Overview['totals'] & { has_clients: boolean };

async function readTotals({ from, to }: Window): Promise<Totals> {
  const before = new Date(2 * from.getTime() - to.getTime());
  const rows = await readBounded<Totals>(
    `SELECT
        (SELECT count(*)::int FROM events WHERE id >= $2::uuid AND id < $3::uuid) AS events,
        (SELECT count(*)::int FROM events WHERE id >= $1::uuid AND id < $2::uuid) AS events_before,
        (SELECT count(*)::int FROM events WHERE id >= $2::uuid AND id < $3::uuid AND status = 'accepted') AS waiting,
        (SELECT count(*)::int FROM finding_places WHERE created_at >= $5 AND created_at < $6) AS findings,
        (SELECT count(*)::int FROM finding_places WHERE created_at >= $4 AND created_at < $5) AS findings_before,
        EXISTS (SELECT 1 FROM clients WHERE deleted_at IS NULL) AS has_clients`,
    [uuidv7Floor(before), uuidv7Floor(from), uuidv7Floor(to), before, from, to],
  );
  const [row] = rows;
  if (!row) throw new Error('Counting answered no row.');
  return row;
}

async function readFindings({ from, to }: Window): Promise<Overview['findings_by_pattern']> {
  const rows = await readBounded<Overview['findings_by_pattern'][number]>(
    `SELECT pattern_name AS pattern, (array_agg(severity ORDER BY array_position(ARRAY['low','medium','high','critical'], severity::text) DESC))[1] AS severity, count(*)::int AS count FROM finding_places
      WHERE created_at >= $1 AND created_at < $2 GROUP BY pattern_name ORDER BY count DESC, pattern LIMIT 12`,
    [from, to],
  );
  return rows;
}

async function readDeliveries({ from, to }: Window): Promise<Overview['deliveries']> {
  const rows = await readBounded<Overview['deliveries'][number]>(
    `SELECT d.id AS destination_id, d.name AS destination, d.kind, d.enabled,
        coalesce(x.delivered, 0) AS delivered, coalesce(a.failed, 0) AS failed_attempts,
        coalesce(x.waiting, 0) AS waiting, coalesce(x.dead, 0) AS dead, coalesce(x.withheld, 0) AS withheld
      FROM destinations d
      LEFT JOIN (
        SELECT destination_id, count(*) FILTER (WHERE status = 'delivered')::int AS delivered,
          count(*) FILTER (WHERE status IN ('pending', 'delivering'))::int AS waiting,
          count(*) FILTER (WHERE status = 'dead')::int AS dead, count(*) FILTER (WHERE status = 'withheld')::int AS withheld
        FROM deliveries WHERE id >= $1::uuid AND id < $2::uuid GROUP BY 1
      ) x ON x.destination_id = d.id
      LEFT JOIN (
        SELECT l.destination_id, count(*)::int AS failed FROM delivery_attempts t JOIN deliveries l ON l.id = t.delivery_id
        WHERE t.delivery_id >= $1::uuid AND t.delivery_id < $2::uuid AND t.outcome <> 'delivered' GROUP BY 1
      ) a ON a.destination_id = d.id
      WHERE d.deleted_at IS NULL ORDER BY d.name`,
    [uuidv7Floor(from), uuidv7Floor(to)],
  );
  return rows;
}

/** From receipt to the end of a delivery, first attempts only: a retry waits on purpose, and what people ask for again comes when they ask. */
async function readDeliveryTime({ from, to }: Window): Promise<Overview['delivery_ms']> {
  const rows = await readBounded<{ p50: number | null; p95: number | null }>(
    `SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) AS p50, percentile_cont(0.95) WITHIN GROUP (ORDER BY ms) AS p95
      FROM (
        SELECT extract(epoch FROM d.finished_at - e.received_at) * 1000 AS ms
        FROM deliveries d JOIN events e ON e.id = d.event_id
        WHERE d.id >= $1::uuid AND d.id < $2::uuid AND d.status = 'delivered' AND d.attempt_count = 1
          AND d.cause = 'event' AND d.manual_retries = 0
        ORDER BY d.id DESC LIMIT 2000
      ) AS recent`,
    [uuidv7Floor(from), uuidv7Floor(to)],
  );
  const { p50, p95 } = rows[0] ?? { p50: null, p95: null };
  return p50 === null || p95 === null ? null : { p50: Math.round(p50), p95: Math.round(p95) };
}

export async function readOverview(
  window: Window,
): Promise<Omit<Overview, 'range' | 'bucket_seconds' | 'ledger'>> {
  const [events, totals, byPattern, deliveries, deliveryMs] = await Promise.all([
    readBuckets(window),
    readTotals(window),
    readFindings(window),
    readDeliveries(window),
    readDeliveryTime(window),
  ]);
  const { has_clients, ...counts } = totals;
  return {
    events,
    totals: counts,
    findings_by_pattern: byPattern,
    deliveries,
    delivery_ms: deliveryMs,
    has_clients,
  };
}
