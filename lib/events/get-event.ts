import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { holdsPermission } from '#lib/auth/require-permission.ts';
import { requireReader } from '#lib/auth/require-reader.ts';
import { AppError } from '#lib/platform/errors.ts';
import { parseStoredJson } from '#lib/platform/json.ts';
import { toEventSummary } from './list-events.ts';
import { type EventContentRow, selectEvent } from './read-repo.ts';
import type { EventDetail, TraceStep } from './schema.ts';

const WITHHELD = {
  accepted: 'The event has not been scanned yet.',
  processing: 'The event is being scanned.',
  failed: 'The event could not be scanned.',
} as const;

const withheldWhy = (row: EventContentRow): string | null => {
  if (row.data === null && row.status !== 'processed') return WITHHELD[row.status];
  return row.blanked && row.data === 'null' ? 'The event could not be scanned to its end.' : null;
};

/** The event with as much of its content as was read. */
export const toEventDetail = (row: EventContentRow): EventDetail => ({
  ...toEventSummary(row),
  data: row.data === null ? null : parseStoredJson(row.data),
  data_withheld: withheldWhy(row),
});

export type EventWithTrace = { event: EventDetail; ownTrace: TraceStep[] };

/**
 * One event with the steps that processing noted. The content is masked unless the reader holds findings:reveal
 * and does not ask for the masked form; a look at what is masked for others leaves an audit row before it is
 * given. A client sees its own events only.
 * @throws AppError `not_found`, also for somebody else's event.
 */
export async function getEvent(
  ctx: Context,
  id: string,
  { masked }: { masked: boolean },
): Promise<EventWithTrace> {
  const ownClientId = requireReader(ctx, 'events:read');
  const whole = !masked && holdsPermission(ctx.actor, 'findings:reveal');
  const row = await selectEvent(id, { whole, ownClientId });
  if (!row) throw new AppError('not_found', 'There is no event with this id.');
  if (whole && row.masked) {
    await recordAudit(ctx, { action: 'events.reveal', subjectType: 'event', subjectId: id });
  }
  const sender = row.client_name ?? row.source_name;
  const received: TraceStep = {
    step: 'received',
    at: row.received_at.toISOString(),
    duration_ms: null,
    outcome: 'accepted',
    detail: sender === null ? null : `from ${sender}`,
  };
  return { event: toEventDetail(row), ownTrace: [received, ...row.trace] };
}
