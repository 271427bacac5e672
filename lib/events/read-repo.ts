import { pool } from '#lib/platform/db.ts';
import { uuidv7Floor } from '#lib/platform/ids.ts';
import { type Page, type PageRequest, toPage } from '#lib/platform/keyset.ts';
import type { EventSummary, EventsQuery, TraceStep } from './schema.ts';

export type EventSummaryRow = Omit<EventSummary, 'timestamp' | 'received_at'> & {
  occurred_at: Date;
  received_at: Date;
};

const SUMMARY = `e.id, e.external_id, e.client_id, c.name AS client_name, e.session_id, e.category, e.name, e.occurred_at,
  e.received_at, e.status, e.verdict, e.severity, e.attributes`;

export type EventsFilter = Omit<EventsQuery, 'cursor'> &
  PageRequest & {
    /** Set when a client asks: it sees its own events only. */
    ownClientId: string | null;
  };

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

/** The WHERE clause of a filter; values only ever travel as parameters. */
function conditionsOf(filter: EventsFilter): { where: string; values: unknown[] } {
  const values: unknown[] = [];
  const param = (value: unknown): string => `$${values.push(value)}`;
  const parts: string[] = [];
  const equals = (column: string, value: unknown): void => {
    if (value !== undefined && value !== null) parts.push(`e.${column} = ${param(value)}`);
  };
  equals('client_id', filter.ownClientId);
  equals('client_id', filter.client);
  equals('session_id', filter.session_id);
  equals('category', filter.category);
  equals('name', filter.name);
  equals('status', filter.status);
  equals('verdict', filter.verdict);
  equals('severity', filter.severity);
  if (filter.from) {
    parts.push(`e.occurred_at >= ${param(filter.from)}`);
    // An event is never received before it happened, but for the 5 s that a clock may be ahead.
    parts.push(`e.id >= ${param(uuidv7Floor(new Date(Math.max(0, filter.from.getTime() - 5_000))))}`);
  }
  if (filter.to) parts.push(`e.occurred_at < ${param(filter.to)}`);
  if (filter.q) {
    const like = param(`%${escapeLike(filter.q)}%`);
    const id = param(filter.q.toLowerCase());
    parts.push(`(e.id::text = ${id} OR e.name ILIKE ${like} OR e.external_id ILIKE ${like} OR e.session_id ILIKE ${like}
      OR (e.status = 'processed' AND coalesce(e.masked_data, e.data)::text ILIKE ${like}))`);
  }
  // On the masked form where there is one: a filter must not tell what the reader may not see.
  for (const { path, value } of filter.paths) {
    const keys = param(path.split('.'));
    parts.push(
      `(e.status = 'processed' AND coalesce(e.masked_data, e.data) #>> ${keys}::text[] = ${param(value)})`,
    );
  }
  if (filter.position) {
    const [at, id] = filter.position.key;
    parts.push(
      `(e.occurred_at, e.id) ${filter.position.direction === 'next' ? '<' : '>'} (${param(at)}, ${param(id)})`,
    );
  }
  return { where: parts.length === 0 ? 'true' : parts.join(' AND '), values };
}

/** Newest first by the event's own time. */
export async function selectEvents(filter: EventsFilter): Promise<Page<EventSummaryRow>> {
  const { where, values } = conditionsOf(filter);
  const order = filter.position?.direction === 'prev' ? 'ASC' : 'DESC';
  const result = await pool().query<EventSummaryRow>(
    `SELECT ${SUMMARY} FROM events e LEFT JOIN clients c ON c.id = e.client_id WHERE ${where}
      ORDER BY e.occurred_at ${order}, e.id ${order} LIMIT ${filter.limit + 1}`,
    values,
  );
  return toPage(result.rows, filter, (row) => [row.occurred_at.toISOString(), row.id]);
}

export type EventDetailRow = EventSummaryRow & {
  /** JSON text; the whole form only when it was asked for. */
  data: string | null;
  masked: boolean;
  /** The content could not be looked into, so that readers get none of it. */
  blanked: boolean;
  trace: TraceStep[];
  processed_at: Date | null;
};

/** One event; `whole` decides whether the unmasked content is read at all. */
export async function selectEvent(
  id: string,
  options: { whole: boolean; ownClientId: string | null },
): Promise<EventDetailRow | null> {
  const data = options.whole
    ? 'e.data::text'
    : "CASE WHEN e.status = 'processed' THEN coalesce(e.masked_data, e.data)::text END";
  const result = await pool().query<EventDetailRow>(
    `SELECT ${SUMMARY}, ${data} AS data, e.masked_data IS NOT NULL AS masked,
      coalesce(e.masked_data = 'null' AND e.data <> 'null', false) AS blanked, e.trace, e.processed_at
      FROM events e LEFT JOIN clients c ON c.id = e.client_id
      WHERE e.id = $1 AND ($2::uuid IS NULL OR e.client_id = $2)`,
    [id, options.ownClientId],
  );
  return result.rows[0] ?? null;
}
