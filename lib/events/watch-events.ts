import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { joinLive, type LiveSink } from './live/live-hub.ts';
import type { EventFilters } from './schema.ts';

/** New events that match, as they are settled. A client watches its own; users need events:read. Answers how to leave. */
export function watchEvents(
  ctx: Context,
  filter: EventFilters & { lastEventId: string | null },
  sink: LiveSink,
): () => void {
  const ownClientId = ctx.actor.type === 'client' ? ctx.actor.id : null;
  if (ownClientId === null) requirePermission(ctx, 'events:read');
  const { lastEventId, ...rest } = filter;
  return joinLive({ ...rest, ownClientId }, sink, lastEventId);
}
