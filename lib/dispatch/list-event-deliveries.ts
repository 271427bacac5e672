import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { listDeliveriesOfEvent } from './delivery-repo.ts';
import type { Delivery } from './schema.ts';

/** Without a destination's own words: what it was sent and answered, and why it could not be reached, is for those who run it. */
const outwardly = (delivery: Delivery): Delivery => ({
  ...delivery,
  reason: delivery.status === 'dead' ? null : delivery.reason,
  attempts: delivery.attempts.map((attempt) => ({ ...attempt, error: null, response: null, request: null })),
});

/**
 * Where an event went, each attempt included. Whoever may see the event may see this: a client has passed the
 * check that the event is its own, and is told how each attempt ended.
 */
export async function listEventDeliveries(ctx: Context, eventId: string): Promise<Delivery[]> {
  if (ctx.actor.type === 'client') return (await listDeliveriesOfEvent(eventId)).map(outwardly);
  requirePermission(ctx, 'events:read');
  return listDeliveriesOfEvent(eventId);
}
