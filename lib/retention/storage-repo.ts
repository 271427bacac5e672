import { readBounded } from '#lib/platform/read-bounded.ts';
import { idsOf } from './day-repo.ts';

export type DaySize = { day: string; heap_bytes: number; bytes: number };

/** The days up to `today` that have a partition, newest first, with the room they take: from the catalog alone. */
export function readDaySizes(today: string): Promise<DaySize[]> {
  return readBounded<DaySize>(
    `SELECT day, heap_bytes, (own_bytes + coalesce(deliveries_bytes, 0) + coalesce(attempts_bytes, 0))::float8 AS bytes
      FROM (
        SELECT to_char(to_date(right(c.relname, 8), 'YYYYMMDD'), 'YYYY-MM-DD') AS day,
          coalesce(pg_relation_size(c.oid), 0)::float8 AS heap_bytes, coalesce(pg_total_relation_size(c.oid), 0) AS own_bytes,
          pg_total_relation_size(to_regclass('deliveries_' || right(c.relname, 8))) AS deliveries_bytes,
          pg_total_relation_size(to_regclass('delivery_attempts_' || right(c.relname, 8))) AS attempts_bytes
        FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'events'::regclass AND c.relname ~ '^events_\\d{8}$'
      ) AS sizes WHERE day <= $1 ORDER BY day DESC`,
    [today],
  );
}

/** Pages that are read in all, and at least of a day. */
const MAX_PAGES = 12_000;
const LEAST_PAGES = 40;
const PAGE_BYTES = 8_192;
const SHOWN_CATEGORIES = 50;

/** Which part of a day's pages is read, in percent: all of them while the whole is small. */
export function samplePercent(size: DaySize, days: number): number {
  const pages = Math.max(LEAST_PAGES, Math.floor(MAX_PAGES / Math.max(1, days)));
  return Math.min(100, (pages * PAGE_BYTES * 100) / Math.max(1, size.heap_bytes));
}

export type DayCount = { day: string; category: string | null; events: number };

/**
 * Events by day and category, counted from a sample of each day's pages. Categories by themselves are those given and
 * the largest; null stands for all the others.
 */
export async function countStored(
  sizes: readonly DaySize[],
  categories: readonly string[],
): Promise<DayCount[]> {
  const filled = sizes.filter(({ heap_bytes }) => heap_bytes > 0);
  if (filled.length === 0) return [];
  const values: unknown[] = [categories];
  const param = (value: unknown): string => `$${values.push(value)}`;
  const counts = filled.map((size) => {
    const percent = samplePercent(size, filled.length);
    const [from, to] = idsOf(size.day);
    return `SELECT ${param(size.day)}::text AS day, category, count(*) * ${param(100 / percent)}::float8 AS events
      FROM events TABLESAMPLE SYSTEM (${param(percent)}) REPEATABLE (1)
      WHERE id >= ${param(from)}::uuid AND id < ${param(to)}::uuid GROUP BY category`;
  });
  return readBounded<DayCount>(
    `WITH counted AS (${counts.join(' UNION ALL ')}), shown AS (
        SELECT category FROM counted GROUP BY category ORDER BY sum(events) DESC, category LIMIT ${SHOWN_CATEGORIES}
      ), named AS (
        SELECT day, events, CASE WHEN category = ANY($1::text[]) OR category IN (SELECT category FROM shown)
          THEN category END AS category FROM counted
      )
      SELECT day, category, round(sum(events))::float8 AS events FROM named GROUP BY day, category`,
    values,
  );
}
