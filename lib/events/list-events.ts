import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { holdsPermission } from '#lib/auth/require-permission.ts';
import { requireReader } from '#lib/auth/require-reader.ts';
import { inTransaction } from '#lib/platform/db.ts';
import type { Page, PageRequest } from '#lib/platform/keyset.ts';
import { toColumnCells } from './columns/column-cells.ts';
import { type EventSummaryRow, selectEvents, selectEventsWithCells } from './read-repo.ts';
import type { EventSummary, EventsQuery, ListedEvent } from './schema.ts';

export const toEventSummary = (row: EventSummaryRow): EventSummary => ({
  id: row.id,
  external_id: row.external_id,
  client_id: row.client_id,
  client_name: row.client_name,
  source_id: row.source_id,
  source_name: row.source_name,
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

/** A look at what is masked for others leaves a row for each event, before it is given. */
async function noteReveals(ctx: Context, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await inTransaction(ctx, async (tx) => {
    for (const id of ids) {
      await recordAudit(tx, { action: 'events.reveal', subjectType: 'event', subjectId: id });
    }
  });
}

/**
 * Events newest first by their own time. A client sees what it sent itself; users need events:read. Values of the
 * content come along only where `columns` names them, and masked unless the reader asks for the whole ones and holds
 * findings:reveal.
 */
export async function listEvents(
  ctx: Context,
  { columns, masked, ...query }: EventsQuery & PageRequest,
): Promise<Page<ListedEvent>> {
  const ownClientId = requireReader(ctx, 'events:read');
  const filter = { ...query, ownClientId };
  if (columns === undefined) {
    const page = await selectEvents(filter);
    return { ...page, items: page.items.map(toEventSummary) };
  }
  const whole = !masked && holdsPermission(ctx.actor, 'findings:reveal');
  const page = await selectEventsWithCells(filter, { columns, whole });
  await noteReveals(
    ctx,
    page.items.flatMap((row) => (row.reveals ? [row.id] : [])),
  );
  const items = page.items.map((row) => ({ ...toEventSummary(row), ...toColumnCells(columns, row.cells) }));
  return { ...page, items };
}
