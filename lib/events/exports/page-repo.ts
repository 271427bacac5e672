import { readBounded } from '#lib/platform/read-bounded.ts';
import { type FilterOfReader, filterConditions } from '../filter-conditions.ts';
import { BLANKED, type EventContentRow, MASKED_CONTENT, SENDERS, SUMMARY } from '../read-repo.ts';

export type EventPlace = { at: Date; id: string };

type PageOfExport = {
  rows: EventContentRow[];
  /** The rows are all that there are as far as the page was to reach. */
  isWhole: boolean;
};

type Reach = { after: EventPlace | null; until: EventPlace | null; belowId: string };
type Read = EventContentRow & { found: string };

/**
 * Events of an export in the order of the list, always masked, up to so many rows or bytes of content: one event at
 * least, whatever its size.
 */
export async function selectExportPage(
  filter: FilterOfReader,
  { after, until, belowId }: Reach,
  most: { rows: number; bytes: number },
): Promise<PageOfExport> {
  const { parts, param, values } = filterConditions(filter);
  parts.push(`e.id < ${param(belowId)}`);
  if (after) parts.push(`(e.occurred_at, e.id) < (${param(after.at)}, ${param(after.id)})`);
  if (until) parts.push(`(e.occurred_at, e.id) >= (${param(until.at)}, ${param(until.id)})`);
  const rows = await readBounded<Read>(
    `WITH page AS MATERIALIZED (
        SELECT ${SUMMARY}, ${MASKED_CONTENT}::text AS data, ${BLANKED} AS blanked
        FROM events e ${SENDERS} WHERE ${parts.join(' AND ')}
        ORDER BY e.occurred_at DESC, e.id DESC LIMIT ${param(most.rows)}
      ), measured AS (
        SELECT page.*, count(*) OVER () AS found, sum(octet_length(coalesce(data, ''))) OVER (
          ORDER BY occurred_at DESC, id DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before FROM page
      )
      SELECT * FROM measured WHERE coalesce(before, 0) < ${param(most.bytes)} ORDER BY occurred_at DESC, id DESC`,
    values,
  );
  const found = Number(rows[0]?.found ?? 0);
  return { rows, isWhole: rows.length === found && found < most.rows };
}

/** The last of the next so many events in the filter's time, whatever else it asks; null when there are fewer. */
export async function findScanEnd(
  { from, to }: Pick<FilterOfReader, 'from' | 'to'>,
  { after, belowId, rows }: { after: EventPlace | null; belowId: string; rows: number },
): Promise<EventPlace | null> {
  const { parts, param, values } = filterConditions({ from, to, ownClientId: null });
  parts.push(`e.id < ${param(belowId)}`);
  if (after) parts.push(`(e.occurred_at, e.id) < (${param(after.at)}, ${param(after.id)})`);
  const [end] = await readBounded<EventPlace>(
    `SELECT e.occurred_at AS at, e.id FROM events e WHERE ${parts.join(' AND ')}
      ORDER BY e.occurred_at DESC, e.id DESC OFFSET ${param(rows - 1)} LIMIT 1`,
    values,
  );
  return end ?? null;
}
