import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { listDeliveriesOfEvent } from './delivery-repo.ts';
import type { Delivery } from './schema.ts';

/**
 * Where an event went, each attempt included. Whoever may see the event may see this: a client has passed the
 * check that the event is its own.
 */
export async function listEventDeliveries(ctx: Context, eventId: string): Promise<Delivery[]> {
  if (ctx.actor.type !== 'client') requirePermission(ctx, 'events:read');
  return listDeliveriesOfEvent(eventId);
}
