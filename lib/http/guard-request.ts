import type { IncomingMessage } from 'node:http';
import { AppError } from '#lib/platform/errors.ts';
import { type PlainResponse, problemResponse } from './problem.ts';
import { clientAddress, REMOTE_ADDRESS_HEADER, requestIdOf } from './request-context.ts';

/** Headers by which the framework's own parts talk to each other: from outside they have opened doors before. */
const INTERNAL = new RegExp(
  `^(${[
    'x-middleware-',
    'x-nextjs-',
    'x-next-',
    'next-resume$',
    'next-action$',
    'x-action-',
    'x-invoke-',
    'x-invocation-id$',
    'x-matched-path$',
    'x-now-',
    'x-vercel-',
    'x-prerender-',
    // Where the console is reached the settings say, and no header.
    'forwarded$',
    'x-forwarded-(?!for$)',
    // The porch hands the nonce of a page on in these.
    'x-nonce$',
    'content-security-policy',
    'x-eye-',
  ].join('|')})`,
);

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

function faultOf({ method = '', url = '' }: IncomingMessage): AppError | null {
  if (!METHODS.includes(method)) return new AppError('method_not_allowed', `Nothing here takes ${method}.`);
  if (!url.startsWith('/') || url.startsWith('//')) {
    return new AppError('bad_request', 'The request target has to be a path.');
  }
  if (isReadable(url.split('?', 1)[0] as string)) return null;
  return new AppError('bad_request', 'The path holds an escape that stands for no character.');
}

const TOKEN_HEADER = 'authorization';

/** Node keeps the first of several; whoever stands in front may have looked at the last. */
export function joinRepeated({ headers, rawHeaders }: IncomingMessage): void {
  let given: string | null = null;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] as string;
    if (name.length !== TOKEN_HEADER.length || name.toLowerCase() !== TOKEN_HEADER) continue;
    given = given === null ? (rawHeaders[i + 1] as string) : `${given}, ${rawHeaders[i + 1]}`;
  }
  if (given !== null) headers.authorization = given;
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
  joinRepeated(request);
  withoutForm(request);
  const fault = faultOf(request);
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
