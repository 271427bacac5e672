import type { IncomingMessage } from 'node:http';
import { AppError } from '#lib/platform/errors.ts';
import { type PlainResponse, problemResponse } from './problem.ts';
import { clientAddress, REMOTE_ADDRESS_HEADER, requestIdOf } from './request-context.ts';

/** Headers by which the framework's own parts talk to each other: from outside they have opened doors before. */
const INTERNAL =
  /^(x-middleware-|x-nextjs-|next-resume$|next-action$|x-nonce$|x-forwarded-host$|x-invoke-|x-matched-path$|x-eye-)/;

/** The framework answers any other method with a fault of its own, and a line in the log. */
export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** The framework breaks on a path with an escape that stands for no character. */
function isReadable(path: string): boolean {
  if (!path.includes('%')) return true;
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/** What proxies and servers read in more than one way: whoever stands in front may have read it in the other. */
function ambiguityOf({ headers, httpVersion }: IncomingMessage, hosts: number): string | null {
  if (hosts > 1 || (hosts === 0 && httpVersion === '1.1')) return 'The request has to name one host.';
  const coding = headers['transfer-encoding'];
  if (coding === undefined || coding.toLowerCase() === 'chunked') return null;
  return 'No transfer coding but chunked is taken.';
}

function faultOf(request: IncomingMessage, hosts: number): AppError | null {
  const { method = '', url = '' } = request;
  if (!METHODS.includes(method)) return new AppError('method_not_allowed', `Nothing here takes ${method}.`);
  if (!url.startsWith('/') || url.startsWith('//')) {
    return new AppError('bad_request', 'The request target has to be a path.');
  }
  const ambiguity = ambiguityOf(request, hosts);
  if (ambiguity) return new AppError('bad_request', ambiguity);
  if (isReadable(url.split('?', 1)[0] as string)) return null;
  return new AppError('bad_request', 'The path holds an escape that stands for no character.');
}

/** All there are of a header, of which Node keeps the first: whoever stands in front may have looked at the last. */
function allOf(name: string, rawHeaders: readonly string[]): string[] {
  const values: string[] = [];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const given = rawHeaders[i] as string;
    if (given.length === name.length && given.toLowerCase() === name) values.push(rawHeaders[i + 1] ?? '');
  }
  return values;
}

/** A page takes no form: what looks like one, the framework reads as a call of a function of its own, and logs it. */
function withoutForm({ headers, url = '' }: IncomingMessage): void {
  if (/^multipart\//i.test(headers['content-type'] ?? '') && !url.startsWith('/api/'))
    delete headers['content-type'];
}

/**
 * What is done to every request before anybody reads it: internal headers from outside are dropped, the socket's
 * address is noted, what only the framework would trip over is refused.
 */
export function guardRequest(request: IncomingMessage): PlainResponse | null {
  for (const name of Object.keys(request.headers)) if (INTERNAL.test(name)) delete request.headers[name];
  request.headers[REMOTE_ADDRESS_HEADER] = request.socket.remoteAddress ?? '';
  const credentials = allOf('authorization', request.rawHeaders);
  if (credentials.length > 1) request.headers.authorization = credentials.join(', ');
  withoutForm(request);
  const fault = faultOf(request, allOf('host', request.rawHeaders).length);
  if (!fault) return null;
  const refusal = problemResponse(fault, requestIdOf(request.headers['x-request-id'] as string | undefined));
  const allow = fault.code === 'method_not_allowed' ? { allow: METHODS.join(', ') } : {};
  return { ...refusal, headers: { ...refusal.headers, ...allow } };
}

/** The caller's address of a guarded request, after the trusted proxies. */
export function addressOf(request: IncomingMessage): string | undefined {
  const forwarded = request.headers['x-forwarded-for'];
  return clientAddress(
    request.socket.remoteAddress,
    Array.isArray(forwarded) ? forwarded.join(',') : forwarded,
  );
}
