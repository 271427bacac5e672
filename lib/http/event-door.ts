import { requireRoom } from '#lib/events/accept-events.ts';
import { parseExactJson } from '#lib/platform/json.ts';
import type { PlainResponse } from './problem.ts';
import { readBody, requireJsonType } from './read-body.ts';

export const MAX_BODY_BYTES = 1024 * 1024;
export const MAX_INFLATED_BYTES = 4 * 1024 * 1024;

/** A request as both doors can give it: the server in front of the framework, and a route handler. */
export type PlainRequest = {
  method: string;
  headers: { get(name: string): string | null };
  headerNames?: () => string[];
  body: AsyncIterable<Uint8Array> | null;
  /** Whether all of it has arrived, as far as the door can tell. */
  isComplete?: () => boolean;
  /** The caller's, after the trusted proxies. */
  address: string | undefined;
};

/** From any origin, without cookies: the token in the header is the only identity here. */
export const CORS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers':
    'x-request-id, retry-after, ratelimit-limit, ratelimit-remaining, ratelimit-reset',
};

export const preflight = (requestId: string): PlainResponse => ({
  status: 204,
  headers: {
    ...CORS,
    'x-request-id': requestId,
    'access-control-allow-methods': 'POST, OPTIONS',
    'access-control-allow-headers':
      'authorization, authentication, content-type, content-encoding, x-request-id',
    'access-control-max-age': '86400',
  },
  body: '',
});

/** The JSON that an event endpoint was sent, one event or many. @throws AppError for its size, type or form. */
export async function readEvents(request: PlainRequest): Promise<unknown> {
  requireJsonType(request.headers.get('content-type') ?? '');
  const text = await readBody(request.body, {
    maxBytes: MAX_BODY_BYTES,
    maxInflatedBytes: MAX_INFLATED_BYTES,
    encoding: request.headers.get('content-encoding'),
  });
  requireRoom();
  return parseExactJson(text);
}
