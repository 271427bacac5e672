import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { selectEventFindings } from './read-repo.ts';
import type { Finding } from './schema.ts';

/**
 * What was caught in one event, masked. Whoever may see the event may see this: a client has passed the check
 * that the event is its own.
 */
export async function listEventFindings(ctx: Context, eventId: string): Promise<Finding[]> {
  if (ctx.actor.type !== 'client') requirePermission(ctx, 'events:read');
  return selectEventFindings(ctx.db, eventId);
}
