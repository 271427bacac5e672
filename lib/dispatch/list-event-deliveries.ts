import type { Context } from '#lib/auth/context.ts';
import { holdsPermission, requirePermission } from '#lib/auth/require-permission.ts';
import { type EventDelivery, listDeliveriesOfEvent } from './delivery-repo.ts';
import type { Delivery } from './schema.ts';

/** Without a destination's own words: what it was sent and answered, and why it could not be reached, is for those who run it. */
const outwardly = (delivery: Delivery): Delivery => ({
  ...delivery,
  reason: delivery.status === 'dead' ? null : delivery.reason,
  attempts: delivery.attempts.map((attempt) => ({ ...attempt, error: null, response: null, request: null })),
});

/** What an attempt of before the event's last scan sent, and was answered, may hold what that scan caught. */
const withoutCaught = (delivery: EventDelivery, reveals: boolean): Delivery => ({
  ...delivery,
  attempts: delivery.attempts.map(({ caught_later, ...attempt }) =>
    caught_later && !reveals
      ? { ...attempt, response: null, request: attempt.request && { ...attempt.request, body: null } }
      : attempt,
  ),
});

/**
 * Where an event went, each attempt included. Whoever may see the event may see this: a client has passed the
 * check that the event is its own, and is told how each attempt ended.
 */
export async function listEventDeliveries(ctx: Context, eventId: string): Promise<Delivery[]> {
  const isClient = ctx.actor.type === 'client';
  if (!isClient) requirePermission(ctx, 'events:read');
  const reveals = !isClient && holdsPermission(ctx.actor, 'findings:reveal');
  const deliveries = (await listDeliveriesOfEvent(eventId)).map((one) => withoutCaught(one, reveals));
  return isClient ? deliveries.map(outwardly) : deliveries;
}
