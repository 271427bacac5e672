import type { IncomingMessage } from 'node:http';
import { AppError } from '#lib/platform/errors.ts';
import { type PlainResponse, problemResponse } from './problem.ts';
import { clientAddress, REMOTE_ADDRESS_HEADER, requestIdOf } from './request-context.ts';

/** Headers by which the framework's own parts talk to each other: from outside they have opened doors before. */
const INTERNAL =
  /^(x-middleware-|x-nextjs-|next-resume$|x-nonce$|x-forwarded-host$|x-invoke-|x-matched-path$|x-eye-)/;

/**
 * What is done to every request before anybody reads it: internal headers from outside are dropped, the socket's
 * address is noted, a target that is no path of ours is refused.
 */
export function guardRequest(request: IncomingMessage): PlainResponse | null {
  for (const name of Object.keys(request.headers)) if (INTERNAL.test(name)) delete request.headers[name];
  request.headers[REMOTE_ADDRESS_HEADER] = request.socket.remoteAddress ?? '';
  if (request.url?.startsWith('/') && !request.url.startsWith('//')) return null;
  const requestId = requestIdOf(request.headers['x-request-id'] as string | undefined);
  return problemResponse(new AppError('bad_request', 'The request target has to be a path.'), requestId);
}

/** The caller's address of a guarded request, after the trusted proxies. */
export function addressOf(request: IncomingMessage): string | undefined {
  const forwarded = request.headers['x-forwarded-for'];
  return clientAddress(
    request.socket.remoteAddress,
    Array.isArray(forwarded) ? forwarded.join(',') : forwarded,
  );
}
