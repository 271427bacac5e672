import type { Context } from '#lib/auth/context.ts';
import { requireReader } from '#lib/auth/require-reader.ts';
import type { Page, PageRequest } from '#lib/platform/keyset.ts';
import { type EventSummaryRow, selectEvents } from './read-repo.ts';
import type { EventSummary, EventsQuery } from './schema.ts';

export const toEventSummary = (row: EventSummaryRow): EventSummary => ({
  id: row.id,
  external_id: row.external_id,
  client_id: row.client_id,
  client_name: row.client_name,
  session_id: row.session_id,
  category: row.category,
  name: row.name,
  timestamp: row.occurred_at.toISOString(),
  received_at: row.received_at.toISOString(),
  status: row.status,
  verdict: row.verdict,
  severity: row.severity,
  attributes: row.attributes,
});

/** Events newest first by their own time. A client sees what it sent itself; users need events:read. */
export async function listEvents(
  ctx: Context,
  query: EventsQuery & PageRequest,
): Promise<Page<EventSummary>> {
  const ownClientId = requireReader(ctx, 'events:read');
  const page = await selectEvents({ ...query, ownClientId });
  return { ...page, items: page.items.map(toEventSummary) };
}
