import type { RunningBulk } from '#lib/bulk-operations/progress-repo.ts';
import { ELIGIBLE_STATUSES } from '#lib/bulk-operations/schema.ts';
import { nextDeliveries } from '#lib/dispatch/deliveries/bulk-repo.ts';
import { redoDeliveries } from '#lib/dispatch/deliveries/redo-deliveries.ts';
import { DeliveryFilters } from '#lib/dispatch/deliveries/schema.ts';
import { nextEvents } from '#lib/events/bulk-repo.ts';
import { EventFilters } from '#lib/events/schema.ts';
import type { PgClient } from '#lib/platform/db.ts';
import type { IdsFound } from '#lib/platform/walk-ids.ts';
import { replayEvents } from './replay-events.ts';

/** The next items after the place that was reached, oldest first. */
export async function nextItems(bulk: RunningBulk, limit: number): Promise<IdsFound> {
  const { kind, filter, ids, positionId: after, scanRows } = bulk;
  if (filter === null) {
    const next = ids.toSorted().filter((id) => after === null || id > after);
    return { ids: next.slice(0, limit), reached: null, scanRows };
  }
  const step = { after, belowId: bulk.id, limit, scanRows };
  const statuses = ELIGIBLE_STATUSES[kind];
  return kind === 'replay'
    ? nextEvents(EventFilters.parse(filter), statuses, step)
    : nextDeliveries(DeliveryFilters.parse(filter), statuses, step);
}

export type ItemResult = { id: string; skip: string | null };

/** Does to each item what the operation is for, in the caller's transaction. */
export async function actOnItems(
  client: PgClient,
  bulk: RunningBulk,
  ids: readonly string[],
): Promise<ItemResult[]> {
  if (ids.length === 0) return [];
  const { kind, id: operationId, onlyNew, reason, createdByName: by } = bulk;
  if (kind === 'replay') {
    const outcomes = await replayEvents(client, { ids, onlyNew, operationId, by });
    return outcomes.map(({ id, skipped }) => ({ id, skip: skipped }));
  }
  const outcomes = await redoDeliveries(client, { kind, ids, operationId, reason, wait: false });
  return outcomes.map(({ id, refusal }) => ({ id, skip: refusal?.code ?? null }));
}
