import type { Context } from '#lib/auth/context.ts';
import { isSessionAlive } from '#lib/auth/is-session-alive.ts';
import type { EventFilters } from '#lib/events/schema.ts';
import { watchEvents } from '#lib/events/watch-events.ts';
import { AppError, isAppError } from '#lib/platform/errors.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { eventStream } from './event-stream.ts';
import { resolveIdentity } from './identity.ts';

function lastEventIdOf(request: Request): string | null {
  const given = request.headers.get('last-event-id');
  if (given === null || given === '') return null;
  if (isUuid(given)) return given;
  const message = 'is no id of an event';
  throw new AppError('bad_request', `Last-Event-ID ${message}.`, {
    details: { errors: [{ path: 'Last-Event-ID', message }] },
  });
}

/** Asked again while the stream is open: the session of a user, the token of a client. */
async function mayStillRead(ctx: Context, request: Request): Promise<boolean> {
  if (ctx.actor.type === 'user') return isSessionAlive(ctx.actor, 'events:read');
  return resolveIdentity('client', request, ctx.requestId).then(
    () => true,
    (error: unknown) => {
      if (isAppError(error) && error.code === 'unauthenticated') return false;
      throw error;
    },
  );
}

/** New events as server-sent events, until the reader leaves or may read no longer. */
export function liveEvents(ctx: Context, filter: EventFilters, request: Request): Response {
  const lastEventId = lastEventIdOf(request);
  return eventStream((outlet) => {
    const leave = watchEvents(
      ctx,
      { ...filter, lastEventId },
      {
        isReady: outlet.isReady,
        send: (message) =>
          outlet.send(message.type === 'event' ? { ...message, id: message.data.id } : message),
        mayRead: () => mayStillRead(ctx, request),
        close: outlet.close,
      },
    );
    request.signal.addEventListener('abort', leave, { once: true });
    return leave;
  });
}
