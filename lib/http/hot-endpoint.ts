import type { IncomingMessage } from 'node:http';
import { acceptEndpoint, isAcceptPath } from './accept-endpoint.ts';
import { earlierEventEndpoint, isEarlierEventPath } from './earlier-event-endpoint.ts';
import type { PlainRequest } from './event-door.ts';
import { firstEventEndpoint, isFirstEventPath } from './first-event-endpoint.ts';
import type { PlainResponse } from './problem.ts';

/** The endpoint that takes events at this address, or null: everything else is the framework's. */
export function hotEndpoint(
  request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
): ((request: PlainRequest) => Promise<PlainResponse>) | null {
  if (isAcceptPath(request.method, request.url)) return acceptEndpoint;
  if (isEarlierEventPath(request.method, request.url)) return earlierEventEndpoint;
  return isFirstEventPath(request) ? firstEventEndpoint : null;
}
