import { parseStoredJsonAsText } from '#lib/platform/json.ts';
import { isReadTimeout, readBounded } from '#lib/platform/read-bounded.ts';
import { type Conditions, filterConditions } from './filter-conditions.ts';
import type { ClaimedEvent } from './repo.ts';

export type PastEvents = {
  from: Date | null;
  to: Date | null;
  category: string | null;
  clientId: string | null;
  /** Later events are left out. */
  belowId: string;
};

type Place = { at: Date; id: string };
export type PastEvent = Pick<
  ClaimedEvent,
  'id' | 'client_id' | 'session_id' | 'external_id' | 'category' | 'name'
> & {
  occurred_at: Date;
  data: unknown;
};
type Read = Omit<PastEvent, 'data'> & { wanted: boolean; data: string | null; found: string };

const PAGE = { rows: 200, bytes: 1024 * 1024 };

function inTime({ from, to, belowId }: PastEvents): Conditions {
  const window = { ...(from && { from }), ...(to && { to }) };
  const conditions = filterConditions({ ...window, ownClientId: null });
  conditions.parts.push(`e.id < ${conditions.param(belowId)}`);
  return conditions;
}

/** What was never processed was never scanned either: its labels are still as they came. */
function wantedSql({ category, clientId }: PastEvents, param: Conditions['param']): string {
  const parts = [`e.status = 'processed'`];
  if (category !== null) parts.push(`e.category = ${param(category)}`);
  if (clientId !== null) parts.push(`e.client_id = ${param(clientId)}`);
  return parts.join(' AND ');
}

/**
 * The next few events in time, the newest first, with the content as it was taken. Events that the filter leaves out
 * are passed over in the same step, so that a statement never looks at more than a page of them.
 */
export async function readPastEvents(
  past: PastEvents,
  after: Place | null,
): Promise<{ events: PastEvent[]; reached: Place | null; isLast: boolean }> {
  const { parts, param, values } = inTime(past);
  if (after) parts.push(`(e.occurred_at, e.id) < (${param(after.at)}, ${param(after.id)})`);
  const wanted = wantedSql(past, param);
  const rows = await readBounded<Read>(
    `WITH page AS MATERIALIZED (
        SELECT e.id, e.client_id, e.session_id, e.external_id, e.category, e.name, e.occurred_at,
          (${wanted}) AS wanted, CASE WHEN ${wanted} THEN e.data::text END AS data
        FROM events e WHERE ${parts.join(' AND ')} ORDER BY e.occurred_at DESC, e.id DESC LIMIT ${param(PAGE.rows)}
      ), measured AS (
        SELECT page.*, count(*) OVER () AS found, sum(octet_length(coalesce(data, ''))) OVER (
          ORDER BY occurred_at DESC, id DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before FROM page
      )
      SELECT * FROM measured WHERE coalesce(before, 0) < ${param(PAGE.bytes)} ORDER BY occurred_at DESC, id DESC`,
    values,
  );
  const last = rows.at(-1);
  const found = Number(rows[0]?.found ?? 0);
  return {
    events: rows.flatMap(({ data, wanted: isWanted, ...event }) =>
      isWanted && data !== null ? [{ ...event, data: parseStoredJsonAsText(data) }] : [],
    ),
    reached: last ? { at: last.occurred_at, id: last.id } : after,
    isLast: rows.length === found && found < PAGE.rows,
  };
}

/** How many there are, up to so many; null when counting takes too long. */
export async function countPastEvents(past: PastEvents, most: number): Promise<number | null> {
  const { parts, param, values } = inTime(past);
  parts.push(wantedSql(past, param));
  try {
    const [row] = await readBounded<{ count: number }>(
      `SELECT count(*)::int AS count FROM (
        SELECT 1 FROM events e WHERE ${parts.join(' AND ')} LIMIT ${param(most)}) AS few`,
      values,
    );
    return row?.count ?? null;
  } catch (error) {
    if (isReadTimeout(error)) return null;
    throw error;
  }
}
