import { pool } from '#lib/platform/db.ts';
import { uuidv7Floor } from '#lib/platform/ids.ts';
import type { ExpiredPart } from './expiry.ts';

export type Stream = 'events' | 'deliveries' | 'delivery_attempts';

/** The lowest id of a day's hour, as the bounds of the partitions have it: below every UUIDv7 of that moment. */
const lowestId = (day: string, hour = 0): string => {
  const floor = uuidv7Floor(new Date(Date.parse(`${day}T00:00:00Z`) + hour * 3_600_000));
  return `${floor.slice(0, 14)}0000-0000-000000000000`;
};

/** The ids of a day: from the first, below the second. */
export const idsOf = (day: string): [string, string] => [lowestId(day), lowestId(day, 24)];

/** The day's own table. Names are put into statements, so that nothing but a day makes one. */
export function partitionOf(stream: Stream, day: string): string {
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) throw new Error('That is no day.');
  return `${stream}_${day.replaceAll('-', '')}`;
}

/** The days that have a partition, oldest first. */
export async function listDays(stream: Stream): Promise<string[]> {
  const { rows } = await pool().query<{ day: string }>(
    `SELECT to_char(to_date(right(c.relname, 8), 'YYYYMMDD'), 'YYYY-MM-DD') AS day
      FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent = $1::regclass AND c.relname ~ ('^' || $1 || '_\\d{8}$') ORDER BY 1`,
    [stream],
  );
  return rows.map(({ day }) => day);
}

/**
 * Whether the day holds events of the listed categories, and of others: a few looks into the index on the category,
 * however many events there are.
 */
export async function findCategories(
  day: string,
  categories: readonly string[],
): Promise<{ listed: boolean; others: boolean }> {
  const part = partitionOf('events', day);
  const { rows } = await pool().query<{ listed: boolean; others: boolean }>(
    `WITH RECURSIVE seen(category) AS (
        (SELECT category FROM ${part} ORDER BY category LIMIT 1)
        UNION ALL
        SELECT (SELECT p.category FROM ${part} p WHERE p.category > seen.category ORDER BY p.category LIMIT 1)
        FROM seen WHERE seen.category = ANY($1::text[])
      )
      SELECT EXISTS (SELECT 1 FROM seen WHERE category <> ALL($1::text[])) AS others,
        EXISTS (SELECT 1 FROM unnest($1::text[]) AS l(category)
          WHERE EXISTS (SELECT 1 FROM ${part} p WHERE p.category = l.category)) AS listed`,
    [categories],
  );
  return rows[0] ?? { listed: false, others: false };
}

/** Counts one hour of a day, so that no statement reads a whole day: all events, and those not processed. */
export async function countHour(day: string, hour: number): Promise<{ events: number; waiting: number }> {
  const { rows } = await pool().query<{ events: number; waiting: number }>(
    `SELECT count(*)::int AS events, count(*) FILTER (WHERE status NOT IN ('processed', 'failed'))::int AS waiting
      FROM ${partitionOf('events', day)} WHERE id >= $1 AND id < $2`,
    [lowestId(day, hour), lowestId(day, hour + 1)],
  );
  return rows[0] ?? { events: 0, waiting: 0 };
}

const exists = async (condition: string, values: unknown[]): Promise<boolean> => {
  const { rows } = await pool().query<{ yes: boolean }>(`SELECT EXISTS (${condition}) AS yes`, values);
  return rows[0]?.yes === true;
};

const UNFINISHED = `status IN ('pending', 'delivering')`;

/** Whether an event of the day waits for a destination; its delivery may lie in a later day, but never in an earlier one. */
export function hasUnfinishedDeliveries(day: string): Promise<boolean> {
  return exists(
    `SELECT 1 FROM deliveries WHERE ${UNFINISHED} AND event_id >= $1 AND event_id < $2`,
    idsOf(day),
  );
}

/**
 * Whether the day's table of deliveries holds any that is not finished, or whose event came on an earlier day and is
 * kept. One look per such delivery, and never a join with all events.
 */
export function hasLivingDeliveries(day: string): Promise<boolean> {
  const part = partitionOf('deliveries', day);
  return exists(
    `SELECT 1 FROM ${part} WHERE ${UNFINISHED}
      UNION ALL
      SELECT 1 FROM ${part} d CROSS JOIN LATERAL (SELECT 1 FROM events e WHERE e.id = d.event_id LIMIT 1) AS kept
      WHERE d.event_id < $1`,
    [idsOf(day)[0]],
  );
}

/** Deletes some places of findings in the day's events; answers how many. */
export async function deleteFindings(day: string, limit: number): Promise<number> {
  const { rowCount } = await pool().query(
    `DELETE FROM finding_places WHERE id = ANY(ARRAY(
      SELECT id FROM finding_places WHERE subject_id >= $1 AND subject_id < $2 AND subject_kind = 'event' LIMIT $3))`,
    [...idsOf(day), limit],
  );
  return rowCount ?? 0;
}

/** Deletes some deliveries of the day's events, from the given day's table on, with their attempts; answers how many. */
export async function deleteDeliveries(day: string, fromDay: string, limit: number): Promise<number> {
  const { rows } = await pool().query<{ deleted: number }>(
    `WITH gone AS (
        DELETE FROM deliveries WHERE id >= $3 AND id = ANY(ARRAY(
          SELECT id FROM deliveries WHERE id >= $3 AND event_id >= $1 AND event_id < $2 AND NOT ${UNFINISHED} LIMIT $4))
        RETURNING id
      ), attempts AS (
        DELETE FROM delivery_attempts WHERE delivery_id = ANY(ARRAY(SELECT id FROM gone))
      )
      SELECT count(*)::int AS deleted FROM gone`,
    [...idsOf(day), idsOf(fromDay)[0], limit],
  );
  return rows[0]?.deleted ?? 0;
}

/** The id that ends a window of the day after `afterId`; null for the last one. */
export async function endOfWindow(day: string, afterId: string, size: number): Promise<string | null> {
  const { rows } = await pool().query<{ id: string }>(
    `SELECT id FROM ${partitionOf('events', day)} WHERE id > $1 ORDER BY id OFFSET $2 LIMIT 1`,
    [afterId, size - 1],
  );
  return rows[0]?.id ?? null;
}

export type Window = { afterId: string; toId: string };

/**
 * In one commit, the events of the window that have expired, with all that belongs to them. What is not processed, or
 * waits for a destination, stays for a later run.
 */
export async function deleteExpired(day: string, part: ExpiredPart, window: Window): Promise<number> {
  const quantifier = part.listed === 'expired' ? '= ANY' : '<> ALL';
  const { rows } = await pool().query<{ deleted: number }>(
    `WITH gone AS (
        DELETE FROM ${partitionOf('events', day)} e
        WHERE e.id > $1 AND e.id <= $2 AND e.category ${quantifier} ($3::text[]) AND e.status IN ('processed', 'failed')
          AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.event_id = e.id AND d.${UNFINISHED})
        RETURNING e.id
      ), gone_findings AS (
        DELETE FROM finding_places WHERE subject_id = ANY(ARRAY(SELECT id FROM gone))
      ), gone_deliveries AS (
        DELETE FROM deliveries WHERE id >= $4 AND event_id = ANY(ARRAY(SELECT id FROM gone)) RETURNING id
      ), gone_attempts AS (
        DELETE FROM delivery_attempts WHERE delivery_id = ANY(ARRAY(SELECT id FROM gone_deliveries))
      )
      SELECT count(*)::int AS deleted FROM gone`,
    [window.afterId, window.toId, part.categories, idsOf(day)[0]],
  );
  return rows[0]?.deleted ?? 0;
}
