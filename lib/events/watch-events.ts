import type { Context } from '#lib/auth/context.ts';
import { requireReader } from '#lib/auth/require-reader.ts';
import { joinLive, type LiveSink } from './live/live-hub.ts';
import type { EventFilters } from './schema.ts';

/** New events that match, as they are settled. A client watches its own; users need events:read. Answers how to leave. */
export function watchEvents(
  ctx: Context,
  filter: EventFilters & { lastEventId: string | null },
  sink: LiveSink,
): () => void {
  const ownClientId = requireReader(ctx, 'events:read');
  const { lastEventId, ...rest } = filter;
  return joinLive({ ...rest, ownClientId }, sink, lastEventId);
}
