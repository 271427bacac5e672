import { pool } from '#lib/platform/db.ts';
import { type Page, type PageRequest, toPage } from '#lib/platform/keyset.ts';
import { readBounded } from '#lib/platform/read-bounded.ts';
import { type CellsRow, columnCells } from './columns/column-cells.ts';
import { type FilterOfReader, filterConditions } from './filter-conditions.ts';
import { narrowToId } from './narrow-to-id.ts';
import type { EventSummary, TraceStep } from './schema.ts';

export type EventSummaryRow = Omit<EventSummary, 'timestamp' | 'received_at'> & {
  occurred_at: Date;
  received_at: Date;
};

/** The columns of a summary, of `events e` and its senders. */
export const SUMMARY = `e.id, e.external_id, e.client_id, c.name AS client_name, e.source_id, s.name AS source_name,
  e.session_id, e.category, e.name, e.occurred_at, e.received_at, e.status, e.verdict, e.severity, e.attributes`;

/** Whoever sent an event: a client or a source. */
export const SENDERS = 'LEFT JOIN clients c ON c.id = e.client_id LEFT JOIN sources s ON s.id = e.source_id';

/** Their names. */
export const SENDER_NAMES = 'c.name AS client_name, s.name AS source_name';

/** The same columns once a statement has read them as `page`. */
const OF_PAGE = [
  ...['id', 'external_id', 'client_id', 'client_name', 'source_id', 'source_name', 'session_id', 'category'],
  ...['name', 'occurred_at', 'received_at', 'status', 'verdict', 'severity', 'attributes'],
].map((name) => `page.${name}`);

export type EventsFilter = FilterOfReader & PageRequest;

/** One page of the list as a statement, newest first by the event's own time; `more` is read of each event besides. */
async function pageStatement(asked: EventsFilter, more = '') {
  const filter = await narrowToId(asked);
  const back = filter.position?.direction === 'prev';
  const { parts, param, values } = filterConditions(filter);
  if (filter.position) {
    const [at, id] = filter.position.key;
    parts.push(`(e.occurred_at, e.id) ${back ? '>' : '<'} (${param(at)}, ${param(id)})`);
  }
  const order = back ? 'ASC' : 'DESC';
  const text = `SELECT ${SUMMARY}${more} FROM events e ${SENDERS}
      WHERE ${['true', ...parts].join(' AND ')}
      ORDER BY e.occurred_at ${order}, e.id ${order} LIMIT ${filter.limit + 1}`;
  return { text, order, param, values };
}

const pageOf = <R extends EventSummaryRow>(rows: R[], request: PageRequest): Page<R> =>
  toPage(rows, request, (row) => [row.occurred_at.toISOString(), row.id]);

export async function selectEvents(filter: EventsFilter): Promise<Page<EventSummaryRow>> {
  const { text, values } = await pageStatement(filter);
  return pageOf(await readBounded<EventSummaryRow>(text, values), filter);
}

/** What readers without findings:reveal may see of the content of `events e`. */
export const MASKED_CONTENT = "(CASE WHEN e.status = 'processed' THEN coalesce(e.masked_data, e.data) END)";
/** The content could not be looked into, so that readers get none of it. */
export const BLANKED = "coalesce(e.masked_data = 'null' AND e.data <> 'null', false)";

/** The page with values of the content; `whole` decides whether the unmasked ones are read at all. */
export async function selectEventsWithCells(
  filter: EventsFilter,
  { columns, whole }: { columns: readonly string[]; whole: boolean },
): Promise<Page<EventSummaryRow & CellsRow>> {
  const content = whole
    ? 'e.data AS doc, e.masked_data AS hidden_by'
    : `${MASKED_CONTENT} AS doc, NULL::jsonb AS hidden_by`;
  const { text, order, param, values } = await pageStatement(filter, `, ${content}`);
  const { cells, fields } = columnCells(columns, param);
  const rows = await readBounded<EventSummaryRow & CellsRow>(
    `SELECT ${[...OF_PAGE, ...fields].join(', ')} FROM (${text}) page LEFT JOIN LATERAL (${cells}) found ON true
      ORDER BY page.occurred_at ${order}, page.id ${order}`,
    values,
  );
  return pageOf(rows, filter);
}

export type EventContentRow = EventSummaryRow & {
  /** JSON text; the whole form only when it was asked for. */
  data: string | null;
  blanked: boolean;
};

export type EventDetailRow = EventContentRow & {
  masked: boolean;
  trace: TraceStep[];
  processed_at: Date | null;
};

/** One event; `whole` decides whether the unmasked content is read at all. */
export async function selectEvent(
  id: string,
  options: { whole: boolean; ownClientId: string | null },
): Promise<EventDetailRow | null> {
  const data = options.whole ? 'e.data' : MASKED_CONTENT;
  const result = await pool().query<EventDetailRow>(
    `SELECT ${SUMMARY}, ${data}::text AS data, e.masked_data IS NOT NULL AS masked,
      ${BLANKED} AS blanked, e.trace, e.processed_at
      FROM events e ${SENDERS}
      WHERE e.id = $1 AND ($2::uuid IS NULL OR e.client_id = $2)`,
    [id, options.ownClientId],
  );
  return result.rows[0] ?? null;
}
