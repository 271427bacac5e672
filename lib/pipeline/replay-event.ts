import { recordAuditBySql } from '#lib/audit/record-audit-by-sql.ts';
import { actorName, type Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { insertReplayOfOne } from '#lib/bulk-operations/progress-repo.ts';
import { toBulkOperation } from '#lib/bulk-operations/repo.ts';
import { requireBulkOperation } from '#lib/bulk-operations/require-bulk-operation.ts';
import { type BulkOperation, ELIGIBLE_STATUSES } from '#lib/bulk-operations/schema.ts';
import { keyOwner } from '#lib/dispatch/deliveries/redo-one.ts';
import { sampleEvents } from '#lib/events/bulk-repo.ts';
import { clock } from '#lib/platform/clock.ts';
import { inPgTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { onceForKey } from '#lib/platform/idempotency.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { wakeWorkers } from '#lib/queue/wake-workers.ts';
import type { ReplayQuery } from './schema.ts';

/**
 * Has one event enriched, scanned and dispatched again by the rules of now. The worker does it, as a bulk operation of one;
 * what that operation says is the answer's progress.
 * @throws AppError `not_found`, `conflict` for an event that is not processed yet.
 */
export async function replayEvent(
  ctx: Context,
  eventId: string,
  { only_new: onlyNew }: ReplayQuery,
  key: string | null,
): Promise<BulkOperation> {
  requirePermission(ctx, 'deliveries:write');
  const id = uuidv7();
  const statuses = [...ELIGIBLE_STATUSES.replay, 'accepted', 'processing'];
  const sample = await sampleEvents({ ids: [eventId] }, { belowId: id, most: 1, statuses });
  const [event] = sample;
  if (!event) throw new AppError('not_found', 'There is no event with this id.');
  if (!ELIGIBLE_STATUSES.replay.includes(event.status)) {
    throw new AppError('conflict', 'The event is not processed yet: there is nothing to do again.');
  }
  const now = clock.now();
  const plan = {
    ...{ total: 1, capped: false, by_destination: [], left_out: [], warnings: [] },
    by_status: [{ status: event.status, count: 1 }],
    sample: [{ ...event, event_id: event.id, destination: null }],
  };
  const by = { id: 'id' in ctx.actor ? ctx.actor.id : null, name: actorName(ctx.actor) };
  const { answer } = await inPgTransaction((client) =>
    onceForKey(client, { actorId: keyOwner(ctx), call: `events.replay ${eventId}`, key }, async () => {
      await insertReplayOfOne(client, { id, eventId, onlyNew, plan, by, now });
      await recordAuditBySql(ctx, client, {
        action: 'events.replay',
        subjectType: 'event',
        subjectId: eventId,
        after: { operation_id: id, only_new: onlyNew },
      });
      return { id };
    }),
  );
  wakeWorkers('bulk-operations');
  return toBulkOperation(await requireBulkOperation(ctx.db, answer.id), now);
}
