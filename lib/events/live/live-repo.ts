import { readBounded } from '#lib/platform/read-bounded.ts';
import { type FilterOfReader, filterConditions } from '../filter-conditions.ts';
import { type EventSummaryRow, SENDERS, SUMMARY } from '../read-repo.ts';

/** Ids from `fromId` on, below `toId`; one of them may be left out. */
export type IdRange = { fromId: string; toId: string; exceptId: string | null };

const MAX_SCANNED = 20_000;

/** The first event of the range that was not looked into yet, or null. */
export async function firstWaiting({ fromId, toId }: Omit<IdRange, 'exceptId'>): Promise<string | null> {
  const [row] = await readBounded<{ id: string }>(
    `SELECT id FROM events WHERE id >= $1 AND id < $2 AND status IN ('accepted', 'processing') ORDER BY id LIMIT 1`,
    [fromId, toId],
  );
  return row?.id ?? null;
}

/** Matching events of the range in order; beyond `limit`, evenly one in so many. */
export async function selectLive(
  filter: FilterOfReader,
  range: IdRange,
  limit: number,
): Promise<{ rows: EventSummaryRow[]; oneIn: number }> {
  const { parts, values, param } = filterConditions(filter);
  parts.push(`e.id >= ${param(range.fromId)}`, `e.id < ${param(range.toId)}`);
  if (range.exceptId !== null) parts.push(`e.id <> ${param(range.exceptId)}`);
  const step = `ceil(found.total / ${param(limit)}::float8)::int`;
  const rows = await readBounded<EventSummaryRow & { one_in: number }>(
    `WITH matching AS (SELECT e.id FROM events e WHERE ${parts.join(' AND ')} ORDER BY e.id LIMIT ${MAX_SCANNED}),
        found AS (SELECT id, row_number() OVER (ORDER BY id) AS place, count(*) OVER () AS total FROM matching)
      SELECT ${SUMMARY}, ${step} AS one_in
      FROM found JOIN events e ON e.id = found.id ${SENDERS}
      WHERE found.place % ${step} = 0 ORDER BY e.id`,
    values,
  );
  return { rows, oneIn: rows[0]?.one_in ?? 1 };
}
