import type { IncomingMessage, ServerResponse } from 'node:http';
import { discardRest } from './discard-rest.ts';
import type { PlainRequest } from './event-door.ts';
import { addressOf, joinRepeated } from './guard-request.ts';
import type { PlainResponse } from './problem.ts';
import { writeSecureHead } from './security-headers.ts';

const headersOf = (request: IncomingMessage): { get(name: string): string | null } => ({
  get: (name) => {
    const value = request.headers[name];
    return value === undefined ? null : Array.isArray(value) ? value.join(', ') : value;
  },
});

/** Answers a hot endpoint on `node:http`, before the framework sees the request. */
export async function fastLane(
  request: IncomingMessage,
  response: ServerResponse,
  endpoint: (request: PlainRequest) => Promise<PlainResponse>,
): Promise<void> {
  joinRepeated(request);
  const answer = await endpoint({
    method: request.method ?? 'GET',
    headers: headersOf(request),
    headerNames: () => Object.keys(request.headers),
    address: addressOf(request),
    isComplete: () => request.complete,
    body: request,
  });
  const unread = !request.complete && answer.status >= 400;
  const { headers } = answer;
  if (answer.status !== 204) headers['content-length'] = String(Buffer.byteLength(answer.body));
  if (unread) headers.connection = 'close';
  writeSecureHead(response, answer.status, headers);
  if (unread) {
    // Ending the answer closes the socket, and a socket closed with unread bytes resets: read first.
    response.write(answer.body);
    await discardRest(request);
  }
  response.end(unread ? undefined : answer.body);
}
