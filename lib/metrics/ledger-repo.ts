import { uuidv7Floor } from '#lib/platform/ids.ts';
import { readBounded } from '#lib/platform/read-bounded.ts';
import type { LedgerRow } from './schema.ts';

type LedgerCounts = Omit<LedgerRow, 'minute' | 'difference'> & { minute_ms: number };

/** The minute of receipt, as the id tells it. */
const minuteOf = (id: string): string =>
  `(('x' || substr(replace(${id}::text, '-', ''), 1, 12))::bit(48)::bigint / 60000 * 60000)`;
const counted = (status: string): string => `count(*) FILTER (WHERE status ${status})::int`;

/**
 * What dispatch decided against what became of it, in one snapshot: both sides are written in one commit, so they
 * agree at every moment. Minutes with events that were processed before decisions were kept are left out.
 */
export function readLedger(from: Date, to: Date): Promise<LedgerCounts[]> {
  return readBounded<LedgerCounts>(
    `WITH received AS (
        SELECT ${minuteOf('id')} AS minute, status, destination_ids FROM events WHERE id >= $1::uuid AND id < $2::uuid
      ), unknown AS (
        SELECT DISTINCT minute FROM received WHERE destination_ids IS NULL AND status = 'processed'
      ), decided AS (
        SELECT minute, destination_id, count(*)::int AS accepted
        FROM received, unnest(destination_ids) AS destination_id GROUP BY 1, 2
      ), became AS (
        SELECT ${minuteOf('event_id')} AS minute, destination_id, ${counted("= 'delivered'")} AS delivered,
          ${counted("= 'withheld'")} AS withheld, ${counted("= 'discarded'")} AS discarded,
          ${counted("= 'dead'")} AS dead, ${counted("IN ('pending', 'delivering')")} AS in_flight
        FROM deliveries WHERE event_id >= $1::uuid AND event_id < $2::uuid GROUP BY 1, 2
      )
      SELECT minute::float8 AS minute_ms, destination_id, d.name AS destination, coalesce(accepted, 0) AS accepted,
        coalesce(delivered, 0) AS delivered, coalesce(withheld, 0) AS withheld, coalesce(discarded, 0) AS discarded,
        coalesce(dead, 0) AS dead, coalesce(in_flight, 0) AS in_flight
      FROM decided FULL JOIN became USING (minute, destination_id) LEFT JOIN destinations d ON d.id = destination_id
      WHERE minute NOT IN (SELECT minute FROM unknown)
      ORDER BY minute DESC, d.name, destination_id`,
    [uuidv7Floor(from), uuidv7Floor(to)],
  );
}
